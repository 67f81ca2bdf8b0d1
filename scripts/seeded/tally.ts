import { encodings } from "../../test/helpers/canary.ts";
import { enough, jobsIn, mine, type Outcome } from "./calls.ts";
import { replyKinds, retryAfters } from "./replies.ts";
import type { Run } from "./run.ts";
import { type Exchange, expectedState } from "./server.ts";
import { serviceNames } from "./services.ts";

/** How often each thing happened, by kind of thing. */
export type Tally = Map<string, Map<string, number>>;

/** A kind of thing: what has to happen in some run, or else the runs prove nothing of it, and what happens in one. */
type Kind = readonly [expected: readonly string[], of: (run: Run) => readonly (string | undefined)[]];

const kinds: Readonly<Record<string, Kind>> = {
  response: [replyKinds, (run) => responsesIn(run).map(({ reply }) => reply?.kind)],
  "job in a response": [
    ["pending", "running", "succeeded", "failed", "unknown"],
    (run) => responsesIn(run).flatMap((each) => (each.reply?.kind === "job" ? expectedState(each) : [])),
  ],
  "Retry-After": [Object.keys(retryAfters), (run) => responsesIn(run).map(({ reply }) => reply?.retryAfter)],
  "encoding of an echoed credential": [
    Object.keys(encodings),
    (run) => responsesIn(run).map(({ reply }) => reply?.echo),
  ],
  service: [serviceNames, ({ exchanges }) => exchanges.map(({ service }) => service)],
  call: [["get", "wait", "watch", "waitAll"], ({ calls }) => calls.map(({ plan }) => plan.method)],
  listener: [
    ["quick", "slow", "hanging", "throwing", "rejecting", "aborting"],
    ({ calls }) => calls.map(({ plan }) => (plan.method === "get" ? undefined : plan.listener)),
  ],
  "end of a call": [
    [
      ...["succeeded", "failed", "aborted", "left", "error of the listener", "WaitTimeoutError", "ApiError"],
      ...["AuthenticationError", "BadRequestError", "NotFoundError", "PermissionError", "RateLimitError"],
      ...["ServerError", "InvalidResponseError", "NetworkError", "TimeoutError", "JobsError", "ConfigurationError"],
    ],
    ({ calls }) => calls.flatMap(({ hasLeft, outcomes }) => (hasLeft ? "left" : outcomes.map(endOf))),
  ],
  credential: [
    ["token", "key", "temporary key", "value", "function", "function that says the end"],
    ({ plan: { client } }) => {
      const { kind, isFunction, saysEnd } = client.credentials;
      return [kind, saysEnd ? "function that says the end" : isFunction ? "function" : "value"];
    },
  ],
  "call of the credentials function": [
    ["quick", "slow", "throws", "hangs", "insists"],
    ({ credentials }) => credentials.calls.begun,
  ],
  time: [
    ["undisturbed", "jump ahead", "jump back", "freeze"],
    ({ disturbances }) =>
      disturbances.length === 0
        ? ["undisturbed"]
        : disturbances.map(({ kind, by }) => (kind === "freeze" ? kind : by > 0 ? "jump ahead" : "jump back")),
  ],
  "rate limit": [
    ["adaptive", "configured", "with concurrency"],
    ({ plan: { client } }) => {
      const { rateLimit } = client;
      return [rateLimit === undefined ? "adaptive" : rateLimit.concurrency ? "with concurrency" : "configured"];
    },
  ],
  checked: [
    ["pause between two polls", "pause that the server asked for", "refused credential", "job that is gone"],
    (run) => [
      ...run.histories.flatMap(({ pairs }) => pairs.map(() => "pause between two polls")),
      ...run.histories.flatMap(({ pairs }) =>
        pairs.flatMap(({ before }) => (before.pause > 0 ? "pause that the server asked for" : [])),
      ),
      ...run.exchanges.flatMap(({ meaning }) => (meaning.refuses ? "refused credential" : [])),
      ...run.calls.flatMap(jobsIn).flatMap(({ status }) => (status === "404" ? "job that is gone" : [])),
    ],
  ],
};

function responsesIn({ exchanges }: Run): Exchange[] {
  return exchanges.filter(({ reply, endedBy }) => reply !== undefined && endedBy !== "caller");
}

function endOf({ job, error }: Outcome): string | undefined {
  if (error === enough || error === mine) {
    return error === enough ? "aborted" : "error of the listener";
  }
  return error instanceof Error ? error.name : job?.state;
}

export function addTo(tally: Tally, run: Run): void {
  for (const [kind, [, of]] of Object.entries(kinds)) {
    const counts = tally.get(kind) ?? new Map<string, number>();
    tally.set(kind, counts);
    for (const what of of(run)) {
      counts.set(what ?? "none", (counts.get(what ?? "none") ?? 0) + 1);
    }
  }
}

/** What should have happened in some run and did not. */
export function missingIn(tally: Tally): string[] {
  return Object.entries(kinds).flatMap(([kind, [expected]]) =>
    expected.filter((name) => !tally.get(kind)?.get(name)).map((name) => `${kind}: ${name}`),
  );
}
