import { createJobsClient } from "huaweicloud-jobs";

/** As those have it who want a faster page: `fetch` caches unless a request says otherwise. */
export const fetchCache = "default-cache";

/** Requests something three times with the framework's own `fetch`, then waits for a job. */
export async function POST(request) {
  const { url } = await request.json();
  for (let count = 0; count < 3; count++) {
    await (await fetch(`${url}/plain`)).text();
  }
  const jobs = createJobsClient({ endpoints: { dcs: url }, projectId: "p", credentials: { token: "a-token" } });
  const { state } = await jobs.wait({ service: "dcs", id: "1" }, { interval: { min: 20, max: 40 }, timeout: 20_000 });
  return Response.json({ state });
}
