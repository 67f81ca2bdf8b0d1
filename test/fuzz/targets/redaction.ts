import assert from "node:assert/strict";
import fc from "fast-check";
import { checkHidden, encodings, secrets } from "../../helpers/canary.ts";
import { errorResponse, fakeClient } from "../../helpers/fake-client.ts";
import { outcomeOf } from "../checks.ts";
import { anyText } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const secret = secrets[0] ?? "";

const chain = fc.array(fc.constantFrom(...Object.values(encodings)), { maxLength: 3 });

/** A credential that a server sends back within other text, in up to three encodings: it is in no job and in no error. */
export const redaction = defineTarget({
  name: "redaction",
  share: 150,
  input: fc.record({
    before: anyText,
    after: anyText,
    chain,
    status: fc.constantFrom(200, 400, 502),
    isJson: fc.boolean(),
  }),
  async run({ before, after, chain, status, isJson }) {
    const text = `${before} ${chain.reduce((echo, encode) => encode(echo), secret)} ${after}`;
    const body = { job_id: "job-1", status: "FAIL", fail_reason: text, [text]: 1 };
    const error = { error_code: "X.1", error_msg: text };
    const { jobs } = fakeClient([errorResponse(status, isJson ? (status === 200 ? body : error) : text)], {
      credentials: { token: secret },
    });
    const seen: unknown[] = [];
    const outcome = await outcomeOf(
      () => jobs.get({ service: "dcs", id: "job-1" }),
      (job) => {
        seen.push(job);
        return `Job ${job.state}`;
      },
    );
    await jobs.get({ service: "dcs", id: "job-1" }).catch((error: unknown) => seen.push(error));
    assert(seen.length > 0);
    checkHidden(seen);
    checkHidden(JSON.stringify(seen));
    return outcome;
  },
});
