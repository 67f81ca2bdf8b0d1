import assert from "node:assert/strict";
import fc from "fast-check";
import { builtInServices as services } from "../../../src/services/index.ts";
import { fakeClient } from "../../helpers/fake-client.ts";
import { jobOutcomeOf } from "../checks.ts";
import { encoded } from "../inputs/bytes.ts";
import { jobText, ofService } from "../inputs/job.ts";
import { defineTarget } from "../target.ts";

/** The ID that a body tells, where it is one: to ask for another job is but one of many things that can go wrong. */
function idIn(body: string, member: string): string {
  try {
    const id: unknown = JSON.parse(body)[member];
    return typeof id === "string" && /^[\w.~-]{3,255}$/.test(id) ? id : "job-1";
  } catch {
    return "job-1";
  }
}

/** Good answers of the three services: a job that can be relied on, or a typed error, and the same one each time. */
export const jobBodies = defineTarget({
  name: "job-bodies",
  share: 100,
  input: ofService((service) => fc.record({ service: fc.constant(service), body: encoded(jobText(service)) })),
  async run({ service, body }) {
    const ref = { service, id: idIn(body.toString(), services[service].fields.id) };
    const { jobs } = fakeClient([new Response(new Uint8Array(body), { headers: { "X-Request-Id": "r" } })]);
    const seen: unknown[] = [];
    const look = () =>
      jobOutcomeOf(async () => {
        const job = await jobs.get(ref);
        seen.push(job);
        return job;
      });
    const outcome = await look();
    assert.equal(await look(), outcome);
    assert.deepEqual(seen[0], seen[1]);
    return outcome;
  },
});
