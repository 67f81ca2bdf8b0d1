import { historiesOf, jobsIn, pairsOf } from "./history.ts";
import { serviceNames } from "./model.ts";
import { replyKinds, retryAfters } from "./replies.ts";
import type { Observed } from "./run.ts";
import { encodingNames } from "./secrets.ts";
import { expectedState, meaningOfExchange } from "./server.ts";

/** How often each thing happened, by kind of thing. */
export type Tally = Map<string, Map<string, number>>;

/** What has to happen in some run, or else the runs prove nothing of it. */
const expected: Readonly<Record<string, readonly string[]>> = {
  response: replyKinds,
  "job in a response": ["pending", "running", "succeeded", "failed", "unknown"],
  "Retry-After": Object.keys(retryAfters),
  "encoding of an echoed credential": encodingNames,
  service: serviceNames,
  call: ["get", "wait", "watch", "waitAll"],
  listener: ["quick", "slow", "hanging", "throwing", "rejecting", "aborting"],
  "end of a call": [
    ...["succeeded", "failed", "aborted", "left", "error of the listener", "JobFailedError", "WaitTimeoutError"],
    ...["ApiError", "AuthenticationError", "BadRequestError", "NotFoundError", "PermissionError", "RateLimitError"],
    ...["ServerError", "InvalidResponseError", "NetworkError", "TimeoutError", "JobsError"],
  ],
  credential: ["token", "key", "temporary key", "function", "function that says the end"],
  "call of the credentials function": ["quick", "slow", "throws", "hangs", "insists"],
  time: ["undisturbed", "jump ahead", "jump back", "freeze"],
  "rate limit": ["adaptive", "configured", "with concurrency"],
  checked: ["pause between two polls", "pause that the server asked for", "refused credential", "job that is gone"],
};

export function addTo(tally: Tally, observed: Observed): void {
  const { plan, calls, exchanges, disturbances, credentials } = observed;
  const add = (kind: string, what: string | undefined, times = 1): void => {
    const counts = tally.get(kind) ?? new Map<string, number>();
    tally.set(kind, counts);
    counts.set(what ?? "none", (counts.get(what ?? "none") ?? 0) + times);
  };
  for (const exchange of exchanges) {
    const { reply, ended, service } = exchange;
    add("service", service);
    if (reply === undefined || (ended?.by !== "server" && ended?.by !== "deadline")) {
      continue;
    }
    add("response", reply.kind);
    add("encoding of an echoed credential", reply.echo);
    add("Retry-After", reply.retryAfter);
    if (reply.kind === "job") {
      add("job in a response", expectedState(exchange));
    }
    if (meaningOfExchange(exchange).refuses) {
      add("checked", "refused credential");
    }
  }
  for (const call of calls) {
    add("call", call.plan.method);
    add("listener", call.plan.method === "get" ? "none" : call.plan.listener);
    for (const { job, error } of call.outcomes ?? [{ job: call.value, error: call.error }]) {
      const name = error instanceof Error ? error.message : undefined;
      const isOwn = name === "enough" ? "aborted" : name === "mine" ? "error of the listener" : undefined;
      add("end of a call", call.hasLeft ? "left" : (isOwn ?? (error instanceof Error ? error.name : job?.state)));
    }
    add("checked", "job that is gone", jobsIn(call).filter(({ status }) => status === "404").length);
  }
  for (const history of historiesOf(observed)) {
    const pairs = pairsOf(history, observed);
    add("checked", "pause between two polls", pairs.length);
    add("checked", "pause that the server asked for", pairs.filter(({ before }) => before.pause > 0).length);
  }
  const { kind, isFunction, saysEnd, calls: planned } = plan.client.credentials;
  add("credential", kind);
  if (isFunction) {
    add("credential", saysEnd ? "function that says the end" : "function");
    for (let nth = 0; nth < credentials.calls.begun; nth++) {
      add("call of the credentials function", planned[Math.min(nth, planned.length - 1)]);
    }
  }
  add("time", "undisturbed", disturbances.length === 0 ? 1 : 0);
  for (const { kind, by } of disturbances) {
    add("time", kind === "freeze" ? kind : by > 0 ? "jump ahead" : "jump back");
  }
  const { rateLimit } = plan.client;
  add("rate limit", rateLimit === undefined ? "adaptive" : rateLimit.concurrency ? "with concurrency" : "configured");
}

/** What should have happened in some run and did not. */
export function missingIn(tally: Tally): string[] {
  return Object.entries(expected).flatMap(([kind, names]) =>
    names.filter((name) => !tally.get(kind)?.get(name)).map((name) => `${kind}: ${name}`),
  );
}
