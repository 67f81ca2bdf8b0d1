import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { listenOn } from "../helpers/server.ts";
import { parseLines, run } from "./run.ts";

interface Refused {
  readonly ref: { readonly id: string };
  readonly error: { readonly message: string; readonly url?: string };
}

const env = { HUAWEICLOUD_SDK_AK: "AK-0001", HUAWEICLOUD_SDK_SK: "SK-0001" };
const jobs = ["dcs/job-one", "dcs/job-two", "dcs/job-three", "sfs-turbo/job-one", "workspace/job-four"];

async function refused(verb: string, ...options: string[]) {
  const server = createServer((_request, response) => {
    response.writeHead(401, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error_code: "APIGW.0301", error_msg: "Incorrect IAM authentication information" }));
  });
  const url = await listenOn(server);
  const endpoints = ["dcs", "sfs-turbo", "workspace"].flatMap((service) => ["--endpoint", `${service}=${url}`]);
  return run([verb, ...jobs, "--project", "p", ...endpoints, ...options], { env });
}

describe.each(["wait", "get"])("%s of several jobs with a refused key", (verb) => {
  test("has for each job what was refused, and no request for another job", async () => {
    const { stdout, code } = await refused(verb, "--json");
    expect(code).toBe(4);
    const outcomes = parseLines(stdout) as unknown as Refused[];
    expect(outcomes).toHaveLength(jobs.length);
    for (const { ref, error } of outcomes) {
      expect(error).toMatchObject({ name: "AuthenticationError", status: 401, code: "APIGW.0301" });
      expect(error.message).toContain("APIGW.0301: Incorrect IAM authentication information");
      expect(error.message).toContain("The access key was refused");
      const ids = JSON.stringify(error).match(/job-[a-z]+/g) ?? [];
      expect(new Set([ref.id, ...ids])).toEqual(new Set([ref.id]));
    }
    expect(outcomes.filter(({ error }) => error.url !== undefined)).toHaveLength(1);
  });

  test("shows for each job what was refused, and once what can be done about it", async () => {
    const { stdout, stderr } = await refused(verb);
    expect(stderr.match(/The access key was refused/g)).toHaveLength(1);
    const table = stdout.slice(stdout.indexOf("STATE"));
    const blocks = table.split("! not authorised").slice(1);
    expect(blocks).toHaveLength(jobs.length);
    for (const [index, block] of blocks.entries()) {
      const [, own = ""] = jobs[index]?.split("/") ?? [];
      expect(block.replaceAll(/\s+/g, " ")).toContain("401 APIGW.0301: Incorrect IAM authentication information");
      expect(new Set(block.match(/job-[a-z]+/g))).toEqual(new Set([own]));
    }
    expect(table).not.toContain("GET http");
  });
});
