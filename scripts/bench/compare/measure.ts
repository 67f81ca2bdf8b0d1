/** Requests a job with a built package and with raw `fetch`, in turns, and reports the ratios. */
import { pathToFileURL } from "node:url";
import { dcsPath, job } from "../overhead/job.ts";
import { median } from "../statistics.ts";

const WARM_UP = 400;
const ROUNDS = 800;

const [, , entry = "", port] = process.argv;
const { createJobsClient }: typeof import("../../../src/index.ts") = await import(pathToFileURL(entry).href);

const baseUrl = `http://127.0.0.1:${port}`;
const token = "t".repeat(1_200);
const options = { projectId: job.projectId, endpoints: { dcs: baseUrl } };
const withToken = createJobsClient({ ...options, credentials: { token } });
const signed = createJobsClient({
  ...options,
  credentials: { accessKeyId: "ACCESSKEYOFTHEBENCH0", secretAccessKey: "s".repeat(40) },
});
const ref = { service: "dcs", id: job.id } as const;
const params = { path: { project_id: job.projectId, job_id: job.id } };

const programs: Readonly<Record<string, () => Promise<unknown>>> = {
  raw: async () => (await fetch(baseUrl + dcsPath, { headers: { "X-Auth-Token": token } })).json(),
  get: () => withToken.get(ref),
  getSigned: () => signed.get(ref),
  clients: () => withToken.clients.dcs.GET("/v2/{project_id}/jobs/{job_id}", { params }),
};

const ratios = new Map(Object.keys(programs).map((name): [string, number[]] => [name, []]));
for (let round = -WARM_UP; round < ROUNDS; round++) {
  let raw = Number.NaN;
  for (const [name, run] of Object.entries(programs)) {
    const began = performance.now();
    await run();
    const took = performance.now() - began;
    raw = name === "raw" ? took : raw;
    if (round >= 0) {
      ratios.get(name)?.push(took / raw);
    }
  }
}
const medians = [...ratios].map(([name, values]) => [name, median(values)]);
process.send?.(Object.fromEntries(medians), () => process.exit());
