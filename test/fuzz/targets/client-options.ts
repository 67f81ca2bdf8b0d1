import fc from "fast-check";
import { createJobsClient } from "huaweicloud-jobs";
import { createVirtualClock } from "../../helpers/virtual-clock.ts";
import { outcomeOf } from "../checks.ts";
import { anyText } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const amount = fc.constantFrom(0, -1, 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 40, Number.MIN_VALUE, "5");
const anything = fc.oneof(anyText, amount, fc.anything({ withNullPrototype: true, withBigInt: true }));
const url = fc.oneof(
  fc.constantFrom("https://a.test", "http://a.test", "http://127.0.0.1:1", "https://[::1]/x/", "https://u:p@a.test"),
  anyText.map((text) => `https://a.test/${text}`),
  anything,
);
const secret = fc.constantFrom("TOKENcanary1", "TOKENcanary1 ", "TOKENcanary1\n", "TOKENcanary1é");
const credentials = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ token: "TOKENcanary1" }) },
  fc.record(
    { token: secret, accessKeyId: secret, secretAccessKey: secret, securityToken: secret, expiresAt: anything },
    { requiredKeys: [] },
  ),
  secret.map((token) => () => ({ token })),
  anything,
  anything.map((value) => () => value),
);

const options = fc.record(
  {
    cloud: fc.oneof({ weight: 8, arbitrary: fc.constantFrom("otc", "huaweicloud") }, anything),
    region: fc.oneof({ weight: 8, arbitrary: fc.constantFrom("eu-de", "eu-ch2", "cn-north-4") }, anything),
    projectId: fc.oneof({ weight: 8, arbitrary: fc.constant("p") }, anything),
    credentials,
    endpoints: fc.oneof(fc.record({ dcs: url }, { requiredKeys: [] }), anything),
    retry: fc.oneof(
      fc.record({ maxAttempts: amount, baseDelay: amount, maxDelay: amount }, { requiredKeys: [] }),
      anything,
    ),
    rateLimit: fc.oneof(fc.record({ requestsPerSecond: amount, concurrency: amount }, { requiredKeys: [] }), anything),
    requestTimeout: amount,
    allowInsecureHttp: fc.oneof(fc.boolean(), anything),
    onEvent: fc.oneof(
      fc.constant(() => Promise.reject(new Error("no"))),
      anything,
    ),
  },
  { requiredKeys: [] },
);

const waitOptions = fc.record(
  {
    timeout: amount,
    interval: fc.oneof(fc.record({ min: amount, max: amount }, { requiredKeys: [] }), anything),
    typicalDuration: fc.oneof(amount, fc.func(amount)),
    notFoundGrace: amount,
    onUnknownStatus: fc.oneof(fc.constantFrom("wait", "fail"), anything),
    onUpdate: anything,
    signal: anything,
  },
  { requiredKeys: [] },
);

/** A few of the options, on top of what a client needs: one wrong thing hides another. */
function few<T extends object>(options: fc.Arbitrary<T>): fc.Arbitrary<Partial<T>> {
  const chosen = fc.array(fc.nat(20), { maxLength: 2 });
  return fc.tuple(options, chosen).map(([all, chosen]) => {
    const entries = Object.entries(all);
    return Object.fromEntries(chosen.flatMap((at) => entries.slice(at, at + 1))) as Partial<T>;
  });
}

/** Options of any kind: a client and a call that work, or an error that names what is wrong and shows no secret. */
export const clientOptions = defineTarget({
  name: "client-options",
  share: 100,
  input: fc.record({
    options: fc.oneof({ weight: 20, arbitrary: few(options) }, anything),
    waitOptions: fc.oneof({ weight: 20, arbitrary: few(waitOptions) }, anything),
  }),
  run: ({ options, waitOptions }) =>
    outcomeOf(
      async () => {
        const jobs = createJobsClient({
          ...{ cloud: "otc", region: "eu-de", projectId: "p", credentials: { token: "TOKENcanary1" } },
          ...(options as object),
          fetch: async () => new Response('{"status":"SUCCESS"}'),
          clock: createVirtualClock(),
        });
        await jobs.get({ service: "dcs", id: "a" });
        return jobs.wait({ service: "dcs", id: "a" }, waitOptions as never);
      },
      () => "Job",
    ),
});
