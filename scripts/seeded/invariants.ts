/**
 * What holds in every run, whatever the server, the callers and the clock do. One function per invariant; each yields a
 * sentence for every violation.
 */
import { inspect } from "node:util";
import { encodings } from "../../test/helpers/canary.ts";
import { BAD_UPDATE, type Call, enough, errorsIn, jobsIn, mine, SLOW } from "./calls.ts";
import { deadlineOf, forwardJumps, isRefused, type JobHistory, mayBeRenewed, type Wait } from "./history.ts";
import { PROJECT, type Run } from "./run.ts";
import { type Exchange, expectedState } from "./server.ts";
import { progressOf, type ServerJob, services } from "./services.ts";
import { never } from "./world.ts";

type Violations = Generator<string, void>;

/** A number of milliseconds that rounding explains. */
const ROUNDING = 1e-6;

/** Each job that came out is one that the server sent before, with the state that the model gives it. */
function* statesAreTheServers({ calls, exchanges }: Run): Violations {
  const byId = new Map(exchanges.map((exchange) => [exchange.requestId, exchange]));
  for (const call of calls) {
    for (const job of jobsIn(call)) {
      const { service, id } = job;
      const from = byId.get(job.requestId ?? "");
      if (from?.endedBy !== "server" || from.reply?.kind !== "job" || from.service !== service || from.id !== id) {
        yield `${name(call)} gives a job that the server did not send: ${inspect(job)}`;
      } else if (job.status === "404") {
        const saysGone = ({ url, meaning, ended }: Exchange): boolean =>
          url === from.url && meaning.notFound === "service" && ended.at >= from.ended.at;
        if (!exchanges.some(saysGone) || job.state !== services[from.service].gone) {
          yield `${name(call)} says ${job.state} of a job that is not gone, or means something else`;
        }
      } else {
        const sent: ServerJob = from.reply.job;
        const progress = progressOf(from.service, sent);
        const projectId = service === "orders" ? job.projectId : PROJECT;
        const expected = { state: expectedState(from), status: sent.word, progress, projectId };
        for (const [member, value] of Object.entries(expected)) {
          const given = job[member as keyof typeof expected];
          if (given !== value) {
            yield `${name(call)} gives ${member} ${given} instead of ${value}: ${inspect(sent)}`;
          }
        }
      }
    }
  }
}

/** A wait reports the first job and each change, once, in order; a slow listener misses what comes meanwhile. */
function* changesAreReportedOnce({ histories, disturbances }: Run): Violations {
  for (const { wait, job } of waitsIn(histories)) {
    const { call, updates, expected } = wait;
    const reported = updates.map((update) => (update.job.status === "404" ? "gone" : update.job.requestId));
    const wanted = expected.changes.slice(0, reported.length);
    // Whoever leaves, throws or aborts on a change has seen that one as the last.
    // After a freeze, the waits of `waitAll` go on for different times.
    const isCutAsOne = call.plan.method === "waitAll" && (isRefused(call) || disturbances.length > 0);
    const isCut = isCutAsOne || call.hasLeft || call.error === mine || call.error === enough;
    const isComplete = isCut || reported.length === expected.changes.length;
    if (wait.isPredictable && !(isComplete && reported.join() === wanted.join())) {
      yield `${name(call)} of ${job.id} reports ${reported} instead of ${expected.changes}`;
    }
  }
}

/** A wait ends with what the responses say, and with nothing else but its deadline, its signal or its listener's error. */
function* outcomesFollowFromResponses(run: Run): Violations {
  for (const { wait, job, exchanges } of waitsIn(run.histories)) {
    const { call, outcome, expected, isPredictable } = wait;
    if (outcome === undefined || call.hasLeft) {
      continue;
    }
    const { end } = expected;
    const got = outcome.error === undefined ? outcome.job?.state : className(outcome.error);
    const about = `${name(call)} of ${job.id} ends with ${got}`;
    const said = isPredictable
      ? [end?.what]
      : exchanges.flatMap((each) => [each.meaning.error ?? expectedState(each), services[job.service].gone]);
    const isUnknown = !isPredictable && got === "InvalidResponseError" && said.includes("unknown");
    const isOthers =
      got === "AuthenticationError" &&
      run.exchanges.some(({ meaning, ended }) => meaning.refuses && ended.at <= call.settled.at);
    if (outcome.error === enough || outcome.error === mine) {
      const isOwn = outcome.error === enough ? call.aborted !== never : isThrowing(call);
      if (!isOwn) {
        yield `${about}, but neither its signal nor its listener says that`;
      }
    } else if (got === "WaitTimeoutError") {
      const problem = problemOfTimeout(wait, run);
      if (problem !== undefined) {
        yield `${about} ${problem}`;
      }
    } else if (!said.includes(got) && !isUnknown && !isOthers) {
      yield `${about} instead of ${[...new Set(said)]}`;
    }
    if (call.plan.method === "wait") {
      if (call.error === undefined && got !== "succeeded") {
        yield `${about}, and does not reject`;
      }
      const late = end?.isUncertain || outcome.error === enough ? 0 : call.settled.at - (end?.at ?? call.settled.at);
      if (late > 0 && isPredictable && run.disturbances.length === 0) {
        yield `${about} ${late} ms after the response that ends it`;
      }
    }
  }
}

/** In a run in which time is undisturbed, nothing has ended the wait before, and the error has the last job and failure. */
function problemOfTimeout({ call, outcome, expected, isPredictable }: Wait, run: Run): string | undefined {
  const { end, lastJob, lastFailure } = expected;
  const error = outcome?.error as { lastJob?: { requestId?: string }; lastError?: unknown };
  if (!isPredictable || run.plan.disturbances.length > 0) {
    return undefined;
  }
  if (end !== undefined && !end.isUncertain && end.at < deadlineOf(call)) {
    return `instead of ${end.what}`;
  }
  if (error.lastJob?.requestId !== lastJob?.requestId) {
    return `and the job of ${error.lastJob?.requestId} instead of ${lastJob?.requestId}`;
  }
  const got = error.lastError === undefined ? undefined : className(error.lastError);
  const wanted = lastFailure?.meaning.error;
  // A request that was not sent fails too, and the one with the next credential may have been cut off.
  const isUnsent = got !== undefined && (["TimeoutError", "JobsError"].includes(got) || isFunction(run));
  const isRenewed = lastFailure !== undefined && mayBeRenewed(lastFailure, run);
  return got === wanted || isUnsent || isRenewed ? undefined : `and a last error of ${got} instead of ${wanted}`;
}

/** What a listener throws, or rejects with, ends its wait. */
function* listenersErrorsEndWaits({ calls }: Run): Violations {
  for (const call of calls) {
    const errors = errorsIn(call);
    const hasThrown = isThrowing(call) && call.updates.length >= BAD_UPDATE && !call.hasLeft;
    if (hasThrown && !errors.includes(mine) && !errors.includes(enough)) {
      yield `${name(call)} goes on after its listener has thrown`;
    }
  }
}

/** A job that is awaited is polled by one request at a time. */
function* oneRequestPerJob({ histories }: Run): Violations {
  for (const { exchanges, waits, job } of histories) {
    for (const [index, { sent }] of exchanges.slice(1).entries()) {
      if (waits.length > 0 && (exchanges[index] as Exchange).ended.tick > sent.tick) {
        yield `${job.id} is polled at ${sent.at} while another request is open`;
      }
    }
  }
}

/** No poll of a job follows the one before sooner than the shortest floor of those who wait for it. */
function* noPollBelowTheFloor({ histories }: Run): Violations {
  for (const { before, next, gap, callers } of histories.flatMap(({ pairs }) => pairs)) {
    const floor = Math.min(...callers.map(({ plan }) => plan.options.interval?.min ?? 5_000));
    if (gap < floor - ROUNDING) {
      yield `${next.requestId} is sent ${gap} ms after ${before.requestId}; the floor is ${floor}`;
    }
  }
}

/** No poll of a job comes sooner than the server asked for, up to a minute. */
function* pausesAreKept({ histories }: Run): Violations {
  for (const { before, next, gap } of histories.flatMap(({ pairs }) => pairs)) {
    if (gap < before.pause - ROUNDING) {
      yield `${next.requestId} is sent after ${gap} ms; the server asked for ${before.pause}`;
    }
  }
}

/**
 * With a credential that no server has accepted at most two requests are open, and none is sent after a refusal; with one
 * that was accepted before, one more is refused at most.
 */
function* refusedCredentialsAreNotRepeated({ exchanges }: Run): Violations {
  for (const credential of new Set(exchanges.map((exchange) => exchange.credential))) {
    const own = exchanges.filter((exchange) => exchange.credential === credential);
    const refused = own.filter(({ meaning }) => meaning.refuses);
    const acceptedAt = own.filter(({ meaning }) => meaning.error === undefined).map(({ ended }) => ended.at);
    for (const { sent, requestId } of own) {
      const open = openAt(sent.tick, own);
      if (sent.at < Math.min(...acceptedAt) && open > 2) {
        yield `${requestId} is one of ${open} with credential ${credential}, which no server has accepted`;
      }
      // The refusals that count: none was accepted after them.
      const known = refused.filter(
        ({ ended }) => ended.at < sent.at && !acceptedAt.some((at) => at >= ended.at && at <= sent.at),
      );
      const first = Math.min(...known.map(({ ended }) => ended.at));
      const isSecond = (each: Exchange): boolean => each.sent.at > first;
      const wasAccepted = acceptedAt.some((at) => at <= first);
      if (wasAccepted ? known.some(isSecond) : known.length > 0) {
        yield `${requestId} is sent with credential ${credential}, which was refused`;
      }
    }
    if (acceptedAt.length === 0 && refused.length > 2) {
      yield `credential ${credential} was refused ${refused.length} times`;
    }
  }
}

/** After a refusal, whoever gave the credential is asked for another one. */
function* refusedCredentialsAreReplaced({ plan, exchanges, credentials }: Run): Violations {
  const refused = exchanges.filter(({ meaning, endedBy }) => meaning.refuses && endedBy === "server");
  const wanted = 1 + new Set(refused.map(({ credential }) => credential)).size;
  const { begun } = credentials.calls;
  if (plan.client.credentials.isFunction && refused.length > 0 && begun.length < wanted) {
    yield `${wanted - 1} credentials are refused, and the function is called ${begun.length} times`;
  }
}

/** Every call settles: a wait by its deadline, and each at once when its signal aborts. */
function* callsSettleInTime(run: Run): Violations {
  const { plan, calls, disturbances } = run;
  if (calls.length < plan.calls.length) {
    yield `${plan.calls.length - calls.length} calls never settle`;
  }
  // Whoever handles one change for a while receives the next one and the end after it.
  const frozen = disturbances.reduce((sum, { kind, by }) => sum + (kind === "freeze" ? by : 0), 0);
  for (const call of calls) {
    const { method, listener } = call.plan;
    const settledAt = call.settled.at;
    const slack = method === "watch" && listener === "slow" ? 2 * SLOW + frozen : 0;
    const deadline = method === "get" ? Number.POSITIVE_INFINITY : deadlineOf(call);
    const latest = deadline + slack * call.updates.length + delayOf(call, run) + ROUNDING;
    const earliest = deadline - forwardJumps(run, call.began.at, settledAt) - ROUNDING;
    if (settledAt > latest) {
      yield `${name(call)} settles ${settledAt - deadline} ms after its deadline`;
    }
    if (className(call.error) === "WaitTimeoutError" && settledAt < earliest) {
      yield `${name(call)} times out ${earliest - settledAt} ms before its deadline`;
    }
    if (settledAt > call.aborted.at + slack) {
      yield `${name(call)} settles ${settledAt - call.aborted.at} ms after its abort`;
    }
  }
}

/** A clock that was set back hides the length of a sleep at most, and after a freeze a wait polls once more. */
function delayOf({ plan: { options }, began, settled }: Call, { plan, disturbances }: Run): number {
  const { requestTimeout = 30_000 } = plan.client;
  const longestSleep = Math.max(options.timeout ?? 3_600_000, requestTimeout);
  return disturbances
    .filter(({ kind, at, by }) => at <= settled.at && at + (kind === "freeze" ? by : 0) >= began.at)
    .map(({ kind, by }) => (kind === "freeze" ? by : Math.min(Math.max(-by, 0), longestSleep)))
    .reduce((sum, delay) => sum + delay, disturbances.length > 0 ? Math.min(requestTimeout, 60_000) : 0);
}

/** A wait whose process was frozen past the deadline polls once more, unless something else holds the poll back. */
function* frozenWaitsPollOnceMore({ plan, histories, disturbances, exchanges }: Run): Violations {
  const [freeze] = disturbances;
  const { rateLimit, credentials } = plan.client;
  const isHeldBack = rateLimit !== undefined || credentials.isFunction || exchanges.some(({ pause }) => pause > 0);
  if (freeze?.kind !== "freeze" || disturbances.length > 1 || isHeldBack) {
    return;
  }
  const resumedAt = freeze.at + freeze.by;
  for (const { waits, exchanges } of histories) {
    for (const { call } of waits) {
      const isFrozen =
        call.began.at < freeze.at && freeze.at < deadlineOf(call) && deadlineOf(call) <= resumedAt - SLOW;
      const isTimeout = className(call.error) === "WaitTimeoutError" && call.plan.listener === "quick";
      if (isFrozen && isTimeout && !exchanges.some(({ sent }) => sent.at >= resumedAt && sent.at <= call.settled.at)) {
        yield `${name(call)} times out without a poll after the freeze`;
      }
    }
  }
}

/** When all calls have settled, no timer, no listener and no request is left, and the client works: no place is lost. */
function* nothingIsLeftBehind({ left, lastCalls, plan, exchanges }: Run): Violations {
  yield* left.map((what) => `left behind: ${what}`);
  const wasRefused = exchanges.some(({ meaning }) => meaning.refuses);
  for (const { job, error } of lastCalls) {
    if (job?.state !== "succeeded" && !(wasRefused && className(error) === "AuthenticationError")) {
      yield `the last wait ends with ${job?.state ?? className(error)}`;
    }
  }
  const missing = new Set(plan.jobs.map(({ service }) => service)).size - lastCalls.length;
  if (missing !== 0) {
    yield `${missing} of the last waits never settle`;
  }
}

/** A request is sent only while somebody waits for its job, and does not outlive the last one who does. */
function* noRequestWithoutACaller({ histories }: Run): Violations {
  for (const { calls, exchanges, job } of histories) {
    const last = Math.max(...calls.map(({ settled }) => settled.at));
    for (const { sent, requestId, ended } of exchanges) {
      if (!calls.some(({ began, settled }) => began.tick < sent.tick && settled.tick > sent.tick)) {
        yield `${requestId} asks for ${job.id}, which nobody waits for`;
      } else if (ended.at > last) {
        yield `${requestId} outlives the calls that wait for ${job.id}`;
      }
    }
  }
}

/** No part of a credential is in anything that comes out: jobs, errors, events; as text, as JSON, inspected. */
function* noSecretIsShown({ calls, events, lastCalls }: Run): Violations {
  const errors = [...new Set(calls.flatMap(errorsIn))];
  const shown = {
    jobs: JSON.stringify([...new Set(calls.flatMap(jobsIn))]),
    events: JSON.stringify(events.map(({ event }) => event)),
    errors: inspect(errors, { depth: 12, maxStringLength: null, maxArrayLength: null, showHidden: true }),
    "errors as JSON": JSON.stringify(errors),
    "last calls": inspect(lastCalls, { depth: 12 }),
  };
  for (const [what, text] of Object.entries(shown)) {
    const plain = text.replaceAll("\\", "");
    const at = Math.max(...traces.map((trace) => plain.indexOf(trace)));
    if (at >= 0) {
      yield `the ${what} show a secret: ${plain.slice(Math.max(at - 100, 0), at + 60)}`;
    }
  }
}

/** What every secret begins and ends with, in every encoding that changes letters, apart from backslashes. */
const traces = [...new Set(Object.values(encodings).map((encode) => encode("CANARY").replaceAll(/["\\]|&quot;/g, "")))];

/** A configured limit is kept: requests are spaced, but for 20 ms of lateness, and no more than allowed are open. */
function* rateLimitIsKept({ plan, events, exchanges, disturbances }: Run): Violations {
  const { requestsPerSecond = Number.POSITIVE_INFINITY, concurrency = Number.POSITIVE_INFINITY } =
    plan.client.rateLimit ?? {};
  for (const service of new Set(plan.jobs.map((job) => job.service))) {
    const own = exchanges.filter((exchange) => exchange.service === service);
    const open = Math.max(...own.map(({ sent }) => openAt(sent.tick, own)));
    if (open > concurrency) {
      yield `${open} requests to ${service} are open at once`;
    }
    const times = events.flatMap(({ event, at }) =>
      event.type === "request" && event.service === service ? [at] : [],
    );
    const isTooSoon = (at: number, index: number): boolean =>
      times.slice(index + 1, index + 21).some((then, nth) => then - at < ((nth + 1) * 1_000) / requestsPerSecond - 22);
    if (disturbances.length === 0 && times.some(isTooSoon)) {
      yield `${service} gets requests faster than ${requestsPerSecond} a second: ${times}`;
    }
  }
}

/** `get` makes as many attempts as it may, ends with the last response, and pauses as long as the server asks. */
function* getsEndWithTheirLastResponse(run: Run): Violations {
  const most = run.plan.client.retry?.maxAttempts ?? 4;
  // An attempt may time out unsent, behind two that are open with a credential that is not accepted yet.
  const mayTimeOutUnsent = isFunction(run) || run.exchanges.some(({ endedBy }) => endedBy === "deadline");
  for (const { calls, exchanges, job } of run.histories) {
    const [call] = calls;
    if (call?.plan.method !== "get" || call.error === enough) {
      continue;
    }
    const about = `get of ${job.id}`;
    const sent = exchanges.filter((each) => each.sent.tick < call.settled.tick);
    const last = sent.at(-1);
    const counted = sent.filter((each) => each === last || !mayBeRenewed(each, run)).length;
    const got = call.error === undefined ? call.outcomes[0]?.job?.state : className(call.error);
    const wanted = last && (last.meaning.error ?? expectedState(last));
    if (counted > most) {
      yield `${about} sends ${counted} requests of ${most}`;
    }
    if (got !== wanted && !["AuthenticationError", "TimeoutError", "JobsError"].includes(got ?? "")) {
      yield `${about} ends with ${got} instead of ${wanted}`;
    }
    if (got === wanted && last?.meaning.passes && counted < most && !mayTimeOutUnsent) {
      yield `${about} gives up after ${counted} requests of ${most}`;
    }
    for (const [index, next] of sent.slice(1).entries()) {
      const { ended, pause, meaning, reply } = sent[index] as Exchange;
      const gap = next.sent.at - ended.at + forwardJumps(run, ended.at, next.sent.at);
      const isRenewal = meaning.refuses && isFunction(run);
      if (!isRenewal && gap < pause - ROUNDING) {
        yield `${about} repeats its request after ${gap} ms; the server asked for ${pause}`;
      }
      if (!isRenewal && !meaning.passes) {
        yield `${about} repeats a request after ${reply?.kind}`;
      }
    }
  }
}

/** `waitAll` gives one outcome per reference, in order, with either a job or an error; a wrong reference has its own. */
function* outcomesAreInOrder({ calls }: Run): Violations {
  for (const call of calls.filter(({ plan }) => plan.method === "waitAll")) {
    const { outcomes, refs, plan, error } = call;
    if (error !== undefined) {
      if (error !== enough) {
        yield `${name(call)} rejects with ${className(error)}`;
      }
      continue;
    }
    if (outcomes.length !== refs.length || outcomes.some(({ ref }, index) => ref !== refs[index])) {
      yield `${name(call)} gives outcomes in another order`;
    }
    for (const [index, outcome] of outcomes.entries()) {
      const isWrong = plan.hasWrongRef && index === refs.length - 1;
      const isRejected = className(outcome.error) === "ConfigurationError";
      if ((outcome.job === undefined) === (outcome.error === undefined) || isWrong !== isRejected) {
        yield `${name(call)} gives outcome ${index} of ${inspect(refs[index])}: ${inspect(outcome, { depth: 0 })}`;
      }
    }
  }
}

/**
 * Events fit together: each request has one end, polls are counted from one, changes link up, a `refresh` is one call of
 * the function, and no pause is negative or longer than it may be.
 */
function* eventsFitTogether({ events, credentials, plan, exchanges }: Run): Violations {
  const open = new Map<string, number>();
  const polls = new Map<string, { readonly poll: number; readonly state?: string | undefined }>();
  const longestRetry = Math.max(plan.client.retry?.maxDelay ?? 8_000, 60_000);
  for (const { event } of events) {
    const about = JSON.stringify(event);
    if (event.type === "request" || event.type === "response" || event.type === "failure") {
      const key = `${event.url} ${event.attempt}`;
      const count = (open.get(key) ?? 0) + (event.type === "request" ? 1 : -1);
      open.set(key, count);
      if (count < 0) {
        yield `an end without a request: ${about}`;
      }
    } else if (event.type === "poll" || event.type === "change") {
      const key = `${event.service} ${event.id}`;
      const last = event.type === "poll" && event.poll === 1 ? { poll: 0 } : (polls.get(key) ?? { poll: 0 });
      const fits = event.type === "poll" ? event.poll === last.poll + 1 : event.from === last.state;
      if (!fits) {
        yield `an event that does not follow the one before: ${about}`;
      }
      polls.set(key, event.type === "poll" ? { ...last, poll: event.poll } : { ...last, state: event.to });
    } else if (event.type === "retry" || event.type === "schedule") {
      if (!(event.delay >= 0 && (event.type === "schedule" || event.delay <= longestRetry))) {
        yield `a pause of ${event.delay} ms: ${about}`;
      }
    }
  }
  const [requests, refreshes] = (["request", "refresh"] as const).map(
    (type) => events.filter(({ event }) => event.type === type).length,
  );
  if ([...open.values()].some((count) => count !== 0)) {
    yield `requests without an end: ${inspect(open)}`;
  }
  if ((requests ?? 0) < exchanges.length) {
    yield `${exchanges.length} requests, but ${requests} events of one`;
  }
  if (refreshes !== credentials.calls.ended) {
    yield `${credentials.calls.ended} calls of the credentials function, but ${refreshes} events of one`;
  }
}

function waitsIn(histories: readonly JobHistory[]) {
  return histories.flatMap((history) => history.waits.map((wait) => ({ ...history, wait })));
}

function openAt(tick: number, exchanges: readonly Exchange[]): number {
  return exchanges.filter(({ sent, ended }) => sent.tick <= tick && ended.tick > tick).length;
}

function isFunction({ plan }: Run): boolean {
  return plan.client.credentials.isFunction;
}

function isThrowing({ plan }: Call): boolean {
  return plan.listener === "throwing" || plan.listener === "rejecting";
}

function name({ plan, began }: Call): string {
  return `${plan.method} at ${began.at}`;
}

function className(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** All of them, by name. */
export const invariants: Readonly<Record<string, (run: Run) => Violations>> = {
  statesAreTheServers,
  changesAreReportedOnce,
  outcomesFollowFromResponses,
  listenersErrorsEndWaits,
  oneRequestPerJob,
  noPollBelowTheFloor,
  pausesAreKept,
  refusedCredentialsAreNotRepeated,
  refusedCredentialsAreReplaced,
  callsSettleInTime,
  frozenWaitsPollOnceMore,
  nothingIsLeftBehind,
  noRequestWithoutACaller,
  noSecretIsShown,
  rateLimitIsKept,
  getsEndWithTheirLastResponse,
  outcomesAreInOrder,
  eventsFitTogether,
};

/** What is wrong with a run, by invariant; empty if nothing is. */
export function violationsOf(run: Run): string[] {
  return Object.entries(invariants).flatMap(([name, check]) =>
    [...check(run)].map((violation) => `${name}: ${violation}`),
  );
}
