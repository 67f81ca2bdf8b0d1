import type { Job } from "huaweicloud-jobs";
import { openWaits, startWaitWorker } from "huaweicloud-jobs/bullmq";
import { expectTypeOf, test } from "vitest";

const waits = openWaits({ connection: {}, cloud: "otc", region: "eu-de" });

test("an outcome has either a job of its service, without the body, or an error", async () => {
  const outcome = await waits.outcome({ service: "dcs", id: "j" });
  if (outcome.error === undefined) {
    expectTypeOf(outcome.job).toEqualTypeOf<Omit<Job<"dcs">, "raw">>();
  } else {
    expectTypeOf(outcome.error.code).toEqualTypeOf<string | undefined>();
    expectTypeOf(outcome.job).toEqualTypeOf<undefined>();
  }
});

test("an event is an update or an outcome", async () => {
  for await (const event of waits.watch([{ service: "dcs", id: "j", note: "mine" }])) {
    expectTypeOf(event.ref.note).toEqualTypeOf<"mine">();
    if (event.type === "update") {
      expectTypeOf(event.job.service).toEqualTypeOf<"dcs">();
    }
  }
});

test("nothing that only one process could know goes into a durable wait", () => {
  // @ts-expect-error -- a signal does not outlive its process
  waits.add([{ service: "dcs", id: "j" }], { signal: new AbortController().signal });
  // @ts-expect-error -- a worker takes it
  waits.add([{ service: "dcs", id: "j" }], { onUpdate() {} });
  // @ts-expect-error -- workers have to be told the rate
  startWaitWorker({ connection: {}, credentials: { token: "t" } });
});
