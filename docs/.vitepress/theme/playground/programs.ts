/** The part of the program that one edits. */
export const programs = {
  wait: {
    title: "wait for a job",
    code: `const done = await jobs.wait(ref, {
  timeout: 7_200_000, // two hours
  onUpdate: (job) => console.log(job.state, job.status),
});
console.log("done:", done.state, done.endedAt);`,
  },
  watch: {
    title: "watch its changes",
    code: `for await (const job of jobs.watch(ref, { timeout: 7_200_000 })) {
  console.log(job.state, job.progress ?? "", job.error ?? "");
}`,
  },
  waitAll: {
    title: "wait for many jobs",
    code: `const { service } = ref;
const refs = [1, 2, 3, 4].map((part) =>
  simulator.addJob({ service, scenario: "success", duration: part * 120_000 }),
);
const outcomes = await jobs.waitAll([ref, ...refs], { timeout: 7_200_000 });
for (const { ref, job, error } of outcomes) {
  console.log(ref.id.slice(-4), job?.state ?? error?.name);
}`,
  },
  interval: {
    title: "poll more often",
    code: `const done = await jobs.wait(ref, {
  interval: { min: 2_000, max: 10_000 },
  timeout: 7_200_000,
});
console.log("done:", done.state);`,
  },
  timeout: {
    title: "give up, and go on later",
    code: `import { WaitTimeoutError } from "huaweicloud-jobs";

try {
  await jobs.wait(ref, { timeout: 60_000 });
} catch (error) {
  if (!(error instanceof WaitTimeoutError)) throw error;
  console.log("still", error.lastJob?.state, "after a minute");
}
await new Promise((resolve) => setTimeout(resolve, 120_000)); // do something else
const done = await jobs.wait(ref, { timeout: 7_200_000 });
console.log("done:", done.state);`,
  },
  get: {
    title: "get it once, with retries",
    code: `const job = await jobs.get(ref);
console.log(job.state, job.status, job.startedAt);`,
  },
} as const satisfies Record<string, { title: string; code: string }>;

export type ProgramName = keyof typeof programs;
