import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { fakeClient } from "./helpers/fake-client.ts";

const ref = { service: "dcs", id: "j" } as const;

test.each<[string, () => unknown]>([
  [
    "a thenable that rejects",
    // biome-ignore lint/suspicious/noThenProperty: it is one on purpose
    () => ({ then: (_resolve: unknown, reject: (reason: unknown) => void) => reject(new Error("mine")) }),
  ],
  [
    "a thenable that throws",
    () => ({
      // biome-ignore lint/suspicious/noThenProperty: it is one on purpose
      then() {
        throw new Error("mine");
      },
    }),
  ],
  ["a promise of another realm that rejects", () => runInNewContext("Promise.reject(new Error('mine'))")],
])("what a listener returns is swallowed: %s", async (_what, onEvent) => {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  process.on("unhandledRejection", note);
  const { jobs } = fakeClient([{ status: "SUCCESS" }], { onEvent });
  expect(await jobs.get(ref)).toMatchObject({ state: "succeeded" });
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("unhandledRejection", note);
  expect(rejections).toEqual([]);
});
