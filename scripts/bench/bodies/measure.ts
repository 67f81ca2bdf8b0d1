/** Reads large bodies through the public API, and reports the CPU that each took, in milliseconds. */
import { createJobsClient } from "../../../src/index.ts";
import { median } from "../statistics.ts";

/** A kind of body, and the milliseconds that each size took. */
export interface Body {
  readonly kind: string;
  readonly took: readonly number[];
}

const RUNS = 9;
const SECRETS = 100;

/** Bodies by kind, of about so many characters. Each of them is another, so that nothing is remembered. */
const kinds: Readonly<Record<string, (size: number, run: number) => Record<string, unknown>>> = {
  subJobs: (size, run) => ({ code: `${run}`, sub_jobs: Array.from({ length: Math.round(size / 3) }, () => ({})) }),
  plainText: (size, run) => ({ fail_reason: `${run} ${"a text without escapes ".repeat(size / 23)}` }),
  encodedText: (size, run) => ({ fail_reason: `${run} ${"a%41&amp;+'".repeat(size / 11)}` }),
};

async function measure(kind: string, size: number): Promise<number> {
  let body = "{}";
  let tokens = 0;
  const jobs = createJobsClient({
    endpoints: { workspace: "http://127.0.0.1:1" },
    projectId: "p",
    credentials: () => ({ token: `token-${tokens++}-${"t".repeat(40)}` }),
    fetch: async () => new Response(body),
  });
  const read = async (members: object): Promise<number> => {
    body = JSON.stringify({ status: "WAITING", ...members });
    const before = process.cpuUsage();
    await jobs.get({ service: "workspace", id: "j" });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  for (let known = 0; known < SECRETS; known++) {
    await read({});
  }
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    times.push(await read(kinds[kind]?.(size, run) ?? {}));
  }
  return median(times);
}

const [, , sizes = "[]"] = process.argv;
const results: Body[] = [];
for (const kind of Object.keys(kinds)) {
  const took: number[] = [];
  for (const size of JSON.parse(sizes) as number[]) {
    took.push(await measure(kind, size));
  }
  results.push({ kind, took });
}
process.send?.(results, () => process.exit());
