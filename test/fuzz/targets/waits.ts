import assert from "node:assert/strict";
import fc from "fast-check";
import { errorResponse, fakeClient } from "../../helpers/fake-client.ts";
import { createVirtualClock } from "../../helpers/virtual-clock.ts";
import { checkJob, jobOutcomeOf } from "../checks.ts";
import { jobText, ofService } from "../inputs/job.ts";
import { anyText } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const hint = fc.oneof(fc.constantFrom("0", "3600", "9".repeat(400), "Thu, 01 Jan 2099 00:00:00 GMT"), anyText);

const answerOf = (service: Parameters<typeof jobText>[0]) =>
  fc.record({
    status: fc.constantFrom(200, 200, 200, 200, 404, 429, 500, 503),
    retryAfter: hint.map((text) => text.replaceAll(/[^\x20-\x7e]/g, "")),
    body: jobText(service),
  });

/** Ten minutes of waiting, whatever comes: it ends in time, tells of sound jobs alone, and asks no faster than it may. */
export const waits = defineTarget({
  name: "waits",
  share: 15,
  input: ofService((service) =>
    fc.record({
      service: fc.constant(service),
      answers: fc.array(answerOf(service), { minLength: 1, maxLength: 8 }),
    }),
  ),
  async run({ service, answers }) {
    const clock = createVirtualClock();
    const began = clock.now();
    const replies = answers.map(({ status, retryAfter, body }) =>
      errorResponse(status, body, { "Retry-After": retryAfter }),
    );
    const { jobs, requests } = fakeClient(replies, { clock });
    const outcome = await jobOutcomeOf(() =>
      jobs.wait({ service, id: "job-1" }, { timeout: 600_000, onUpdate: checkJob, notFoundGrace: 60_000 }),
    );
    const minutes = (clock.now() - began) / 60_000;
    assert(minutes <= 10.1, `waited for ${minutes} minutes`);
    assert(requests.length <= 2 + minutes * 15, `${requests.length} requests in ${minutes} minutes`);
    return outcome;
  },
});
