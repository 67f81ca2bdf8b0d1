/**
 * What holds in every run, whatever the server, the callers and the clock do. One function per invariant; each yields a
 * sentence for every violation.
 */
import { inspect } from "node:util";
import { type AnyJob, BAD_UPDATE, type Call, enough, mine, type Outcome, SLOW } from "./calls.ts";
import {
  deadlineOf,
  endOf,
  expectationOf,
  floorOf,
  forwardJumps,
  historiesOf,
  isPredictable,
  isRefused,
  type JobHistory,
  jobsIn,
  pairsOf,
} from "./history.ts";
import { gone, progressOf } from "./model.ts";
import { type Observed, PROJECT } from "./run.ts";
import { encodings } from "./secrets.ts";
import { type Exchange, expectedState, meaningOfExchange } from "./server.ts";

type Violations = Generator<string, void>;

/** A number of milliseconds that rounding explains. */
const ROUNDING = 1e-6;

/** Each job that came out is one that the server sent before, with the state that the model gives it. */
function* statesAreTheServers({ calls, exchanges }: Observed): Violations {
  const byId = new Map(exchanges.map((exchange) => [exchange.requestId, exchange]));
  for (const call of calls) {
    for (const job of jobsIn(call)) {
      const exchange = byId.get(job.requestId ?? "");
      if (
        exchange?.ended?.by !== "server" ||
        exchange.reply?.kind !== "job" ||
        exchange.service !== job.service ||
        exchange.id !== job.id
      ) {
        yield `${name(call)} gives a job that the server did not send: ${inspect(job)}`;
      } else if (job.status === "404") {
        const isGone = exchanges.some(
          (other) =>
            other.id === job.id && meaningOfExchange(other).notFound === "service" && endOf(other) >= endOf(exchange),
        );
        if (!isGone || job.state !== gone[exchange.service]) {
          yield `${name(call)} says ${job.state} of a job that is not gone, or means something else`;
        }
      } else {
        yield* differences(call, job, exchange);
      }
    }
  }
}

function* differences(call: Call, job: AnyJob, exchange: Exchange): Violations {
  const sent = exchange.reply?.job as NonNullable<Exchange["reply"]>["job"];
  const expected = { state: expectedState(exchange), status: sent.word, progress: progressOf(exchange.service, sent) };
  for (const [member, value] of Object.entries({
    ...expected,
    projectId: exchange.service === "orders" ? job.projectId : PROJECT,
  })) {
    if (job[member as keyof typeof expected] !== value) {
      yield `${name(call)} gives ${member} ${job[member as keyof typeof expected]} instead of ${value}: ${inspect(sent)}`;
    }
  }
}

/** A wait reports the first job and each change, once, in order; a slow listener misses what comes meanwhile. */
function* changesAreReportedOnce(observed: Observed): Violations {
  for (const history of historiesOf(observed)) {
    for (const call of history.calls.filter((each) => each.plan.method !== "get" && isPredictable(each, observed))) {
      const expected = expectationOf(call, history, observed).changes.map(({ requestId }) => requestId);
      const own = call.updates.filter(({ job }) => job.id === history.job.id && job.service === history.job.service);
      const times = call.plan.jobs.filter((index) => observed.plan.jobs[index] === history.job).length;
      const reported = own.map(({ job }) => (job.status === "404" ? "gone" : job.requestId));
      const wanted = expected.flatMap((id) => Array.from({ length: times }, () => id));
      const isSame =
        reported.length === wanted.length && reported.every((id, index) => id === "gone" || id === wanted[index]);
      // Whoever leaves, throws or aborts on a change has seen that one as the last.
      // After a freeze, the waits of `waitAll` go on for different times.
      const isExtended = call.plan.method === "waitAll" && observed.plan.disturbances.length > 0;
      const isOne = call.plan.method === "waitAll" && isRefused(call);
      const isCut = isOne || call.hasLeft || call.error === mine || call.error === enough || isExtended;
      const isStart = isCut && reported.every((id, index) => id === wanted[index] || id === "gone");
      if (!isSame && !isStart) {
        yield `${name(call)} of ${history.job.id} reports ${reported} instead of ${wanted}`;
      }
    }
  }
}

/** A wait ends with what the responses say, and with nothing else but its deadline, its signal or its listener's error. */
function* outcomesFollowFromResponses(observed: Observed): Violations {
  for (const history of historiesOf(observed)) {
    for (const call of history.calls.filter((each) => each.plan.method !== "get")) {
      if (call.plan.method === "waitAll") {
        for (const [index, outcome] of (call.outcomes ?? []).entries()) {
          if (observed.plan.jobs[call.plan.jobs[index] ?? -1] === history.job) {
            yield* outcomeFollows(call, outcome, history, observed);
          }
        }
      } else {
        const isWatch = call.plan.method === "watch";
        const job = call.error === undefined ? call.value : isWatch ? undefined : (call.error as { job?: AnyJob }).job;
        const isFailure = className(call.error) === "JobFailedError";
        yield* outcomeFollows(
          call,
          isFailure || call.error === undefined ? { ref: 0, job } : { ref: 0, error: call.error },
          history,
          observed,
        );
        if (call.error === undefined && !isWatch && job?.state !== "succeeded") {
          yield `${name(call)} resolves with a job that is ${job?.state}`;
        }
      }
    }
  }
}

function* outcomeFollows(call: Call, { job, error }: Outcome, history: JobHistory, observed: Observed): Violations {
  if (call.hasLeft) {
    return;
  }
  const got = error === undefined ? job?.state : className(error);
  const { end, lastJob, lastFailure } = expectationOf(call, history, observed);
  const wanted = end?.state ?? end?.error;
  const about = `${name(call)} of ${history.job.id} ends with ${got}`;
  const { isFunction } = observed.plan.client.credentials;
  if (error === enough) {
    if (call.aborted === undefined) {
      yield `${about}, but was not aborted`;
    }
  } else if (error === mine) {
    if (!["throwing", "rejecting"].includes(call.plan.listener)) {
      yield `${about}, but its listener does not throw`;
    }
  } else if (got === "WaitTimeoutError") {
    const { lastJob: known, lastError } = error as { lastJob?: AnyJob; lastError?: unknown };
    if (isPredictable(call, observed) && observed.plan.disturbances.length === 0) {
      if (end !== undefined && !end.isUncertain && end.at < deadlineOf(call)) {
        yield `${about} instead of ${wanted}`;
      }
      if (known?.requestId !== lastJob?.requestId) {
        yield `${about} and the job of ${known?.requestId} instead of ${lastJob?.requestId}`;
      }
      const expected = lastFailure && meaningOfExchange(lastFailure).error;
      const isOther = ["TimeoutError", "JobsError"].includes(className(lastError)) || isFunction;
      const isRenewed = lastFailure !== undefined && meaningOfExchange(lastFailure).refuses === true && isFunction;
      if (isRenewed) {
        // The request with the next credential was cut off.
      } else if (lastError === undefined ? expected !== undefined : className(lastError) !== expected && !isOther) {
        yield `${about} and a last error of ${className(lastError)} instead of ${expected}`;
      }
    }
  } else if (got === "AuthenticationError" && got !== wanted) {
    if (!observed.exchanges.some((each) => meaningOfExchange(each).refuses && endOf(each) <= (call.settled?.at ?? 0))) {
      yield `${about}, but nothing was refused`;
    }
  } else if (!isPredictable(call, observed)) {
    const ends = history.exchanges.map((each) => meaningOfExchange(each).error ?? expectedState(each));
    const isGone = gone[history.job.service] === got;
    const isUnknown = got === "InvalidResponseError" && ends.includes("unknown");
    if (!ends.includes(got as never) && !isGone && !isUnknown) {
      yield `${about}, which no response said`;
    }
  } else if (got !== wanted) {
    yield `${about} instead of ${wanted}`;
  }
  const isOver = end !== undefined && !end.isUncertain && isPredictable(call, observed) && call.plan.method === "wait";
  const settledAt = call.settled?.at ?? Number.POSITIVE_INFINITY;
  if (
    isOver &&
    Number.isFinite(end.at) &&
    error !== enough &&
    settledAt > end.at &&
    observed.plan.disturbances.length === 0
  ) {
    yield `${about} ${settledAt - end.at} ms after the response that ends it`;
  }
}

/** What a listener throws, or rejects with, ends its wait. */
function* listenersErrorsEndWaits({ calls }: Observed): Violations {
  for (const call of calls) {
    const { method, listener } = call.plan;
    const errors = [call.error, ...(call.outcomes ?? []).map(({ error }) => error)];
    const hasThrown = ["throwing", "rejecting"].includes(listener) && call.updates.length >= BAD_UPDATE;
    if (["wait", "waitAll"].includes(method) && hasThrown && !errors.includes(mine) && !errors.includes(enough)) {
      yield `${name(call)} goes on after its listener has thrown`;
    }
  }
}

/** A job that is awaited is polled by one request at a time. */
function* oneRequestPerJob(observed: Observed): Violations {
  for (const { exchanges, calls, job } of historiesOf(observed)) {
    for (const [index, { sent }] of exchanges.slice(1).entries()) {
      const before = exchanges[index]?.ended;
      if (calls.some(({ plan }) => plan.method !== "get") && (before === undefined || before.tick > sent.tick)) {
        yield `${job.id} is polled at ${sent.at} while another request is open`;
      }
    }
  }
}

/** No poll of a job follows the one before sooner than the shortest floor of those who wait for it. */
function* noPollBelowTheFloor(observed: Observed): Violations {
  for (const history of historiesOf(observed)) {
    for (const { before, next, gap, callers } of pairsOf(history, observed)) {
      const floor = Math.min(...callers.map(floorOf));
      if (gap < floor - ROUNDING) {
        yield `${history.job.id} is polled ${gap} ms after ${before.requestId} (${next.requestId}); the floor is ${floor}`;
      }
    }
  }
}

/** No poll of a job comes sooner than the server asked for, up to a minute. */
function* pausesAreKept(observed: Observed): Violations {
  for (const history of historiesOf(observed)) {
    for (const { before, next, gap } of pairsOf(history, observed)) {
      if (gap < before.pause - ROUNDING) {
        yield `${history.job.id} is polled after ${gap} ms (${next.requestId}); the server asked for ${before.pause}`;
      }
    }
  }
}

/**
 * With a credential that no server has accepted at most two requests are open, and none is sent after a refusal; with one
 * that was accepted before, one more is refused at most.
 */
function* refusedCredentialsAreNotRepeated({ exchanges }: Observed): Violations {
  for (const credential of new Set(exchanges.map((exchange) => exchange.credential))) {
    const own = exchanges.filter((exchange) => exchange.credential === credential);
    const refused = own.filter((exchange) => exchange.ended?.by === "server" && meaningOfExchange(exchange).refuses);
    const accepted = own.filter(({ reply, ended }) => ended?.by === "server" && reply?.kind === "job");
    const firstAcceptance = Math.min(...accepted.map(endOf));
    for (const { sent, requestId } of own) {
      const open = own.filter(
        (each) => each.sent.tick <= sent.tick && (each.ended?.tick ?? Number.POSITIVE_INFINITY) > sent.tick,
      );
      if (sent.at < firstAcceptance && open.length > 2) {
        yield `${requestId} is one of ${open.length} with credential ${credential}, which no server has accepted`;
      }
      // The refusals that count: none was accepted after them.
      const known = refused.filter(
        (each) =>
          endOf(each) < sent.at && !accepted.some((good) => endOf(good) >= endOf(each) && endOf(good) <= sent.at),
      );
      const first = Math.min(...known.map(endOf));
      const wasAccepted = accepted.some((good) => endOf(good) <= first);
      const after = known.filter((each) => each.sent.at > first);
      if (wasAccepted ? after.length > 0 : known.length > 0) {
        yield `${requestId} is sent with credential ${credential}, which was refused`;
      }
    }
    if (accepted.length === 0 && refused.length > 2) {
      yield `credential ${credential} was refused ${refused.length} times`;
    }
  }
}

/** Every call settles: a wait by its deadline, and each at once when its signal aborts. */
function* callsSettleInTime(observed: Observed): Violations {
  const { plan, calls } = observed;
  if (calls.length < plan.calls.length) {
    yield `${plan.calls.length - calls.length} calls never settle`;
  }
  for (const call of calls) {
    const settledAt = call.settled?.at ?? 0;
    // Whoever handles one change for a while receives the next one and the end after it.
    const frozen = observed.disturbances.reduce((sum, { kind, by }) => sum + (kind === "freeze" ? by : 0), 0);
    const slack = call.plan.method === "watch" && call.plan.listener === "slow" ? 2 * SLOW + frozen : 0;
    const deadline = deadlineOf(call);
    if (
      call.plan.method !== "get" &&
      settledAt > deadline + slack * call.updates.length + delayOf(call, observed) + ROUNDING
    ) {
      yield `${name(call)} settles ${settledAt - deadline} ms after its deadline`;
    }
    const earliest = deadline - forwardJumps(observed, call.began.at, settledAt) - ROUNDING;
    if (className(call.error) === "WaitTimeoutError" && settledAt < earliest) {
      yield `${name(call)} times out ${earliest - settledAt} ms before its deadline`;
    }
    if (call.aborted !== undefined && settledAt > call.aborted.at + slack) {
      yield `${name(call)} settles ${settledAt - call.aborted.at} ms after its abort`;
    }
  }
}

/** A clock that was set back hides the length of a sleep at most, and after a freeze a wait polls once more. */
function delayOf({ plan: { options }, began, settled }: Call, { plan, disturbances }: Observed): number {
  const { requestTimeout = 30_000 } = plan.client;
  const { timeout = 3_600_000 } = options;
  return disturbances
    .filter(({ kind, at, by }) => at <= (settled?.at ?? 0) && at + (kind === "freeze" ? by : 0) >= began.at)
    .map(({ kind, by }) => (kind === "freeze" ? by : Math.min(Math.max(-by, 0), Math.max(timeout, requestTimeout))))
    .reduce((sum, delay) => sum + delay, disturbances.length > 0 ? Math.min(requestTimeout, 60_000) : 0);
}

/** When all calls have settled, no timer, no listener and no request is left, and the client works: no place is lost. */
function* nothingIsLeftBehind({ left, lastCalls, plan, exchanges }: Observed): Violations {
  yield* left.map((what) => `left behind: ${what}`);
  const isRefused = exchanges.some((exchange) => meaningOfExchange(exchange).refuses);
  for (const { name, state } of lastCalls) {
    if (state !== "succeeded" && !(name === "AuthenticationError" && isRefused)) {
      yield `the last wait ends with ${name ?? state}`;
    }
  }
  const services = new Set(plan.jobs.map(({ service }) => service)).size;
  if (lastCalls.length !== services) {
    yield `${services - lastCalls.length} of the last waits never settle`;
  }
}

/** A request is sent only while somebody waits for its job, and does not outlive the last one who does. */
function* noRequestWithoutACaller(observed: Observed): Violations {
  for (const { calls, exchanges, job } of historiesOf(observed)) {
    for (const { sent, requestId, ended } of exchanges) {
      const open = calls.filter(
        ({ began, settled }) => began.tick < sent.tick && (settled?.tick ?? sent.tick) > sent.tick,
      );
      const last = Math.max(...open.map(({ settled }) => settled?.at ?? Number.POSITIVE_INFINITY));
      if (open.length === 0) {
        yield `${requestId} asks for ${job.id}, which nobody waits for`;
      } else if (
        (ended?.at ?? Number.POSITIVE_INFINITY) > Math.max(last, ...calls.map(({ settled }) => settled?.at ?? 0))
      ) {
        yield `${requestId} outlives the calls that wait for ${job.id}`;
      }
    }
  }
}

/** No part of a credential is in anything that comes out: jobs, errors, events; as text, as JSON, inspected. */
function* noSecretIsShown({ calls, events, lastCalls }: Observed): Violations {
  const jobs = new Set(calls.flatMap(jobsIn));
  const errors = calls.flatMap(({ error, outcomes = [] }) => [error, ...outcomes.map((outcome) => outcome.error)]);
  const shown = {
    jobs: JSON.stringify([...jobs]),
    events: JSON.stringify(events.map(({ event }) => event)),
    errors: inspect([...new Set(errors)], { depth: 12, maxStringLength: null, maxArrayLength: null, showHidden: true }),
    "errors as JSON": JSON.stringify(errors),
    "last calls": inspect(lastCalls, { depth: 12 }),
  };
  for (const [what, text] of Object.entries(shown)) {
    const plain = text.replaceAll("\\", "");
    const trace = traces.find((each) => plain.includes(each));
    if (trace !== undefined) {
      const at = plain.indexOf(trace);
      yield `the ${what} show a secret: ${plain.slice(Math.max(at - 100, 0), at + 60)}`;
    }
  }
}

/** What every secret begins and ends with, in every encoding that changes letters, apart from backslashes. */
const traces = (["plain", "numeric entities", "hexadecimal entities", "\\u escapes"] as const).flatMap((encoding) =>
  ["SECRET", "CANARY"].map((part) => encodings[encoding](part).replaceAll("\\", "")),
);

/** A configured limit is kept: requests are spaced, but for 20 ms of lateness, and no more than allowed are open. */
function* rateLimitIsKept({ plan, events, exchanges }: Observed): Violations {
  const { rateLimit } = plan.client;
  if (rateLimit === undefined) {
    return;
  }
  const { requestsPerSecond, concurrency = Number.POSITIVE_INFINITY } = rateLimit;
  for (const service of new Set(plan.jobs.map((job) => job.service))) {
    const own = exchanges.filter((exchange) => exchange.service === service);
    for (const { sent } of own) {
      const open = own.filter(
        (each) => each.sent.tick <= sent.tick && (each.ended?.tick ?? Number.POSITIVE_INFINITY) > sent.tick,
      );
      if (open.length > concurrency) {
        yield `${open.length} requests to ${service} are open at ${sent.at}`;
      }
    }
    const times = events.flatMap(({ event, at }) =>
      event.type === "request" && event.service === service ? [at] : [],
    );
    const space = 1_000 / requestsPerSecond;
    for (const [index, at] of times.entries()) {
      const early = times.slice(Math.max(0, index - 20), index).find((before, nth) => {
        const between = Math.min(index, 20) - nth;
        return at - before < between * space - 22;
      });
      if (early !== undefined && plan.disturbances.length === 0) {
        yield `${service} gets requests faster than ${requestsPerSecond} a second: ${early}, ${at}`;
        return;
      }
    }
  }
}

/** `get` makes as many attempts as it may, ends with the last response, and pauses as long as the server asks. */
function* getsEndWithTheirLastResponse(observed: Observed): Violations {
  const { credentials, retry } = observed.plan.client;
  const most = retry?.maxAttempts ?? 4;
  for (const { calls, exchanges, job } of historiesOf(observed)) {
    const [call] = calls;
    if (call?.plan.method !== "get" || call.error === enough) {
      continue;
    }
    const sent = exchanges.filter((each) => each.sent.tick < (call.settled?.tick ?? 0));
    const isRenewed = (each: Exchange): boolean => credentials.isFunction && meaningOfExchange(each).refuses === true;
    const counted = sent.filter((each, index) => !(isRenewed(each) && index < sent.length - 1));
    const got = call.error === undefined ? call.value?.state : className(call.error);
    const last = sent.at(-1);
    const wanted = last && (meaningOfExchange(last).error ?? expectedState(last));
    const isUnsent = ["AuthenticationError", "TimeoutError", "JobsError"].includes(got ?? "");
    if (counted.length > most) {
      yield `get of ${job.id} sends ${counted.length} requests of ${most}`;
    }
    if (got !== wanted && !isUnsent) {
      yield `get of ${job.id} ends with ${got} instead of ${wanted}`;
    }
    if (
      last !== undefined &&
      got === wanted &&
      meaningOfExchange(last).passes &&
      counted.length < most &&
      !credentials.isFunction &&
      !isWaitingForProof(observed)
    ) {
      yield `get of ${job.id} gives up after ${counted.length} requests of ${most}`;
    }
    for (const [index, next] of sent.slice(1).entries()) {
      const before = sent[index] as Exchange;
      const gap = next.sent.at - endOf(before) + forwardJumps(observed, endOf(before), next.sent.at);
      if (!isRenewed(before) && gap < before.pause - ROUNDING) {
        yield `get of ${job.id} repeats its request after ${gap} ms; the server asked for ${before.pause}`;
      }
      if (meaningOfExchange(before).passes !== true && !isRenewed(before)) {
        yield `get of ${job.id} repeats a request after ${before.reply?.kind}`;
      }
    }
  }
}

/** Whether an attempt may have timed out unsent, behind two that are open with a credential that is not accepted yet. */
function isWaitingForProof({ exchanges }: Observed): boolean {
  return exchanges.some(({ ended }) => ended?.by === "deadline");
}

/** `waitAll` gives one outcome per reference, in order, with either a job or an error; a wrong reference has its own. */
function* outcomesAreInOrder({ calls }: Observed): Violations {
  for (const call of calls.filter(({ plan, error }) => plan.method === "waitAll" && error === undefined)) {
    const { outcomes = [], refs, plan } = call;
    if (outcomes.length !== refs.length || outcomes.some(({ ref }, index) => ref !== refs[index])) {
      yield `${name(call)} gives outcomes in another order`;
    }
    for (const [index, { job, error }] of outcomes.entries()) {
      const isWrong = plan.hasWrongRef && index === refs.length - 1;
      if ((job === undefined) === (error === undefined) || isWrong !== (className(error) === "ConfigurationError")) {
        yield `${name(call)} gives outcome ${index} of ${inspect(refs[index])}: ${job?.state} ${className(error)}`;
      }
    }
  }
  for (const call of calls.filter(({ plan, error }) => plan.method === "waitAll" && error !== undefined)) {
    if (call.error !== enough) {
      yield `${name(call)} rejects with ${className(call.error)}`;
    }
  }
}

/**
 * Events fit together: each request has one end, polls are counted from one, changes link up, a `refresh` is one call of
 * the function, and no pause is negative or longer than it may be.
 */
function* eventsFitTogether({ events, credentials, plan, exchanges }: Observed): Violations {
  const open = new Map<string, number>();
  const polls = new Map<string, { poll: number; state: string | undefined }>();
  let refreshes = 0;
  for (const { event } of events) {
    const about = JSON.stringify(event);
    if (event.type === "request" || event.type === "response" || event.type === "failure") {
      const key = `${event.url} ${event.attempt}`;
      const count = (open.get(key) ?? 0) + (event.type === "request" ? 1 : -1);
      open.set(key, count);
      if (count < 0) {
        yield `an end without a request: ${about}`;
      }
    } else if (event.type === "poll") {
      const key = `${event.service} ${event.id}`;
      const last = event.poll === 1 ? undefined : polls.get(key);
      if (event.poll !== (last?.poll ?? 0) + 1) {
        yield `a poll that is not the next: ${about}`;
      }
      polls.set(key, { poll: event.poll, state: last?.state });
    } else if (event.type === "change") {
      const last = polls.get(`${event.service} ${event.id}`);
      if (event.from !== last?.state) {
        yield `a change from ${event.from} after ${last?.state}`;
      }
      polls.set(`${event.service} ${event.id}`, { poll: last?.poll ?? 0, state: event.to });
    } else if (event.type === "refresh") {
      refreshes += 1;
    } else if (event.type === "retry" || event.type === "schedule") {
      const longest =
        event.type === "retry" ? Math.max(plan.client.retry?.maxDelay ?? 8_000, 60_000) : Number.POSITIVE_INFINITY;
      if (!(event.delay >= 0 && event.delay <= longest)) {
        yield `a pause of ${event.delay} ms: ${about}`;
      }
    }
  }
  for (const [key, count] of open) {
    if (count !== 0) {
      yield `a request without an end: ${key}`;
    }
  }
  const requests = events.filter(({ event }) => event.type === "request").length;
  if (requests < exchanges.length) {
    yield `${exchanges.length} requests, but ${requests} events of one`;
  }
  if (refreshes !== credentials.calls.ended) {
    yield `${credentials.calls.ended} calls of the credentials function, but ${refreshes} events of one`;
  }
}

function name({ plan, began }: Call): string {
  return `${plan.method} at ${began.at}`;
}

function className(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** All of them, by name. */
export const invariants: Readonly<Record<string, (observed: Observed) => Violations>> = {
  statesAreTheServers,
  changesAreReportedOnce,
  outcomesFollowFromResponses,
  listenersErrorsEndWaits,
  oneRequestPerJob,
  noPollBelowTheFloor,
  pausesAreKept,
  refusedCredentialsAreNotRepeated,
  callsSettleInTime,
  nothingIsLeftBehind,
  noRequestWithoutACaller,
  noSecretIsShown,
  rateLimitIsKept,
  getsEndWithTheirLastResponse,
  outcomesAreInOrder,
  eventsFitTogether,
};

/** What is wrong with a run, by invariant; empty if nothing is. */
export function violationsOf(observed: Observed): string[] {
  return Object.entries(invariants).flatMap(([name, check]) =>
    [...check(observed)].map((violation) => `${name}: ${violation}`),
  );
}
