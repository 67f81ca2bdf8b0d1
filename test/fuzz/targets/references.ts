import assert from "node:assert/strict";
import fc from "fast-check";
import { jobRefFromResponse } from "huaweicloud-jobs";
import { fakeClient } from "../../helpers/fake-client.ts";
import { outcomeOf } from "../checks.ts";
import { anyText } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const anything = fc.oneof(
  { weight: 3, arbitrary: anyText },
  { weight: 2, arbitrary: fc.stringMatching(/^[\w.~-]{1,300}$/) },
  { weight: 1, arbitrary: fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }) },
);
const member = fc.constantFrom("job_id", "jobId", "job_Id", "service", "id", "projectId", "__proto__");
const record = fc.oneof(fc.dictionary(member, anything), anything);
const service: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom("sfs-turbo", "workspace", "dcs") },
  { weight: 1, arbitrary: anything },
);

/** References and answers of starting calls: what is sent stays on its path, and what is wrong is named. */
export const references = defineTarget({
  name: "references",
  share: 200,
  input: fc.record({ service, value: record }),
  async run({ service, value }) {
    const { jobs, requests } = fakeClient([{ status: "SUCCESS" }]);
    const get = (ref: unknown) =>
      outcomeOf(
        () => jobs.get(ref as never),
        () => "Job",
      );
    const merged = typeof value === "object" && value !== null ? { ...value, service } : value;
    const outcome = await get(merged);
    const read = await outcomeOf(
      () => jobRefFromResponse(service as never, value),
      (ref) => `${JSON.stringify(ref).slice(0, 10)}…`,
    );
    for (const { url } of requests) {
      const { pathname, search, hash } = new URL(url);
      assert(/^\/v[12]\/[\w.~-]+\/(sfs-turbo\/jobs|workspace-jobs|jobs)\/[\w.~-]+$/.test(pathname), pathname);
      assert.equal(search + hash, "");
    }
    return `${outcome}, ${read.startsWith("{") ? "a reference" : read}`;
  },
});
