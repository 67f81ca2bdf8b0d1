import type { Part, Row } from "./vendor-page.ts";

const statusWords = ["success", "failed", "waiting", "running"];
const kinds = [
  "create_share",
  "hpc_create_share",
  "delete_share",
  "extend_share",
  "change_security_group",
  "create_obs_target",
  "delete_obs_target",
  "add_ad_domain",
  "change_ad_domain",
  "quit_ad_domain",
  "bind_ldap",
  "unbind_ldap",
  "update_ldap",
];

const list = (words: readonly string[]): string[] => [
  "What it is.",
  "Enumerated values:",
  ...words.map((word) => `* ${word}: its meaning`),
];
const text = (name: string, ...lines: string[]): Row => ({
  name,
  type: "String",
  ...(lines.length > 0 ? { text: lines } : {}),
});

const job: Row[] = [
  text("status", ...list(statusWords)),
  text("job_id"),
  text("job_type", ...list(kinds)),
  text("begin_time"),
  text("end_time"),
  text("error_code"),
  text("fail_reason"),
];

const failures = ["400", "404", "500"].flatMap((status): Part[] => [
  { text: `Status code: ${status}` },
  { table: { caption: "Response header parameters", rows: [text("X-request-id")] } },
  {
    table: {
      caption: "Response body parameters",
      rows: [text("errCode", "A code."), text("errMsg", "A message.")],
    },
  },
]);

const example = (value: unknown): Part => ({ code: JSON.stringify(value, null, 2) });

/** A page of SFS Turbo's operation that differs from the contract only where that is accepted. */
export const sfsTurboPage: readonly Part[] = [
  { heading: "Function" },
  { text: "Shows one job." },
  { heading: "Authorization Information" },
  { text: "See the list of actions." },
  { heading: "URI" },
  { text: "GET /v1/{project_id}/sfs-turbo/jobs/{job_id}" },
  {
    table: {
      caption: "Path Parameters",
      rows: ["project_id", "job_id"].map((name) => ({ name, mandatory: "Yes", type: "String" })),
    },
  },
  { heading: "Request Parameters" },
  {
    table: {
      caption: "Request header parameters",
      rows: ["X-Auth-Token", "Content-Type"].map((name) => ({ name, mandatory: "Yes", type: "String" })),
    },
  },
  { heading: "Response Parameters" },
  { text: "Status code: 200" },
  { table: { caption: "Response header parameters", rows: [text("X-request-id")] } },
  {
    table: {
      caption: "Response body parameters",
      rows: [...job, { name: "sub_jobs", type: "Array of GetSubJobDetail objects" }],
    },
  },
  { table: { caption: "GetSubJobDetail", rows: job } },
  ...failures,
  { heading: "Example Requests" },
  { text: "None" },
  { heading: "Example Responses" },
  { text: "Status code: 200" },
  example({
    job_id: "26f6b565-xxxx-XXXX-xxxx-03f0bd975433",
    status: "success",
    job_type: "bind_ldap",
    begin_time: "2023-07-26 09:33:58",
    end_time: "2023-07-26 09:33:58",
  }),
  { text: "Status code: 400" },
  example({ errCode: "SFS.TURBO.0001", errMsg: "parameter error" }),
  { text: "Status code: 404" },
  example({ errCode: "SFS.TURBO.0001", errMsg: "parameter error" }),
  { text: "Status code: 500" },
  example({ errCode: "SFS.TURBO.0005", errMsg: "Internal server error" }),
  { heading: "Status Codes" },
  { statuses: ["200", "400", "404", "500"] },
  { heading: "Error Codes" },
  { text: "See the table of error codes." },
];
