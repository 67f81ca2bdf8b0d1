/** What happens in a run: all of it follows from the seed. Durations are in milliseconds. */
import { encodings } from "../../test/helpers/canary.ts";
import { createRandom, type Random } from "./random.ts";
import {
  errorShapes,
  finalKinds,
  passingKinds,
  type Reply,
  type ReplyKind,
  retryAfters,
  secretMark,
} from "./replies.ts";
import { type ServerJob, type Service, serviceNames, services } from "./services.ts";
import type { Disturbance } from "./world.ts";

export type Plan = ReturnType<typeof planRun>;

export function planRun(seed: number) {
  const random = createRandom(seed);
  const disturbances = random.chance(0.34) ? random.list(1, 3, () => planDisturbance(random)) : [];
  const client = planClient(random);
  const names = random.list(1, 2, () => random.pick(serviceNames));
  const jobs = random.list(1, 4, (index) => planJob(random, random.pick(names), index));
  const calls = random.list(1, 6, () => planCall(random, jobs.length, disturbances));
  // Each `get` has a job of its own, so that its requests can be counted.
  const getters = random.list(0, 2, (index) => planJob(random, random.pick(names), jobs.length + index));
  const gets = getters.map(
    (_, index): CallPlan => ({ ...planCall(random, 1, []), method: "get", jobs: [jobs.length + index] }),
  );
  return { seed, client, disturbances, jobs: [...jobs, ...getters], calls: [...calls, ...gets] };
}

function planDisturbance(random: Random): Disturbance {
  const kind = random.pick(["jump", "freeze"]);
  const by = random.pick([random.integer(1, 5_000), random.integer(5_000, 600_000)]);
  return { kind, at: random.integer(0, 90_000), by: kind === "jump" && random.chance(0.5) ? -by : by };
}

function planClient(random: Random) {
  return {
    credentials: planCredentials(random),
    rateLimit: random.maybe(0.4, () => ({
      requestsPerSecond: random.pick([0.5, 1, 3, 50]),
      concurrency: random.maybe(0.5, () => random.integer(1, 2)),
    })),
    retry: random.maybe(0.5, () => ({
      maxAttempts: random.integer(1, 5),
      baseDelay: random.integer(0, 2_000),
      maxDelay: random.integer(0, 9_000),
    })),
    requestTimeout: random.maybe(0.6, () => random.integer(1_000, 40_000)),
    /** Whether the listener of events throws. */
    hasThrowingListener: random.chance(0.1),
  };
}

export type CredentialsPlan = ReturnType<typeof planCredentials>;

function planCredentials(random: Random) {
  const isFunction = random.chance(0.5);
  const lifetime = (): number =>
    random.chance(0.7) ? Number.POSITIVE_INFINITY : random.pick([0, random.integer(1, 100_000)]);
  const call = () => random.pick(["quick", "quick", "quick", "quick", "slow", "slow", "throws", "hangs", "insists"]);
  return {
    kind: random.pick(["token", "token", "key", "temporary key"]),
    /** A function, unless it is a value. */
    isFunction,
    /** Whether the credentials of a function say when they end. */
    saysEnd: isFunction && random.chance(0.5),
    /** For how long each credential is accepted, from the start of the run or from its issue; the last is used on. */
    lifetimes: isFunction ? random.list(1, 4, lifetime) : [lifetime()],
    /** What each call of the function does; the last is repeated. */
    calls: [...random.list(0, 4, call), "quick" as const],
  };
}

export type JobPlan = ReturnType<typeof planJob>;

function planJob(random: Random, service: Service, index: number) {
  const open = wordsOf(service, ["pending", "running", "unknown"]);
  const final = wordsOf(service, ["succeeded", "failed"]);
  const reply = (kind: ReplyKind, words: readonly string[]): Reply => planReply(random, service, kind, words);
  const passing = (): Reply => reply(random.pick(random.chance(0.65) ? usualKinds : [...passingKinds, "401"]), open);
  const early = random.chance(0.1)
    ? random.list(1, 2, () => reply(random.pick(["404", "404", "404 page", "404 gateway"]), final))
    : [];
  const replies = random.list(0, 8, passing);
  const ends: readonly ReplyKind[] = services[service].gone === undefined ? ["job"] : ["job", "404"];
  const end = random.chance(0.8) ? reply(random.pick(ends), final) : reply(random.pick(["job", ...finalKinds]), open);
  return {
    service,
    id: service === "orders" ? `order-${index}/task-${index}` : `job-${index}`,
    /** One for each request, the last one again and again. */
    replies: [...early, ...replies, end],
  };
}

const usualKinds = ["job", "job", "job", "job", "job", "429"] as const;

/** The words with one of these meanings, as servers may write them; Workspace's `COMPLETE` has any. */
function wordsOf(service: Service, states: readonly string[]): string[] {
  return Object.entries(services[service].words).flatMap(([word, meaning]) => {
    const isNumber = !Number.isNaN(Number(word));
    const spellings = isNumber ? [word] : [word, word.toUpperCase(), word.toUpperCase(), ` ${word} `];
    return typeof meaning === "function" || states.includes(meaning) ? spellings : [];
  });
}

function planReply(random: Random, service: Service, kind: ReplyKind, words: readonly string[]): Reply {
  const job = planServerJob(random, service, words);
  const echo = random.maybe(0.2, () => random.pick(Object.keys(encodings) as (keyof typeof encodings)[]));
  const pauses = kind === "job" ? 0.05 : ["429", "502", "503"].includes(kind) ? 0.6 : 0;
  return {
    kind,
    latency: random.chance(0.2) ? 0 : random.integer(1, random.chance(0.1) ? 12_000 : 900),
    job: echo && job.reason ? { ...job, reason: `${job.reason} for ${secretMark}` } : job,
    shape: random.pick(errorShapes),
    retryAfter: random.maybe(pauses, () => random.pick(Object.keys(retryAfters) as (keyof typeof retryAfters)[])),
    echo,
  };
}

const partWords = ["WAITING", "RUNNING", "SUCCESS", "SUCCESS", "SUCCESS", "FAIL", "FAILED", "PONDERING", undefined];
const partNumbers = ["0", "1", "2", "-1", undefined];

function planServerJob(random: Random, service: Service, words: readonly string[]): ServerJob {
  const { has } = services[service];
  // Mostly all parts do well: otherwise nearly each `COMPLETE` would be a failure.
  const isWell = random.chance(0.6);
  const partWord = () => random.pick(service === "snapshots" ? partNumbers : isWell ? ["SUCCESS"] : partWords);
  const parts = random.list(0, has.includes("parts") ? 3 : 0, (index) => ({
    id: `part-${index}`,
    word: partWord(),
    progress: random.maybe(has.includes("progress of parts") ? 0.5 : 0, () => random.integer(0, 100)),
  }));
  return {
    word: random.pick(words),
    parts,
    total: parts.length + (has.includes("total") && random.chance(0.15) ? 1 : 0),
    code: random.maybe(has.includes("code") ? 0.1 : 0, () => "SIM.0001"),
    reason: random.maybe(0.15, () => random.pick(["no space left", "quota"])),
    progress: random.maybe(has.includes("progress") ? 0.6 : 0, () => random.integer(0, 100)),
  };
}

type Method = "get" | "wait" | "watch" | "waitAll";

const listeners = [
  ...(["hanging", "slow", "slow", "throwing", "rejecting", "aborting"] as const),
  ...(["quick", "quick", "quick", "quick", "quick", "quick"] as const),
];

export type CallPlan = ReturnType<typeof planCall>;

function planCall(random: Random, jobCount: number, disturbances: readonly Disturbance[]) {
  const method = random.pick<Method>(["wait", "wait", "wait", "watch", "watch", "waitAll"]);
  return {
    method,
    /** Indexes of jobs; one unless it is `waitAll`, which may have a job twice. */
    jobs: random.list(1, method === "waitAll" ? 4 : 1, () => random.integer(0, jobCount - 1)),
    startsAt: random.chance(0.5) ? 0 : random.integer(0, 40_000),
    abortsAfter: random.maybe(0.25, () => random.integer(0, 60_000)),
    /** Of a wait; `get` takes none of them. */
    options: planWait(random, disturbances),
    /** The loop over `watch` has no end if its body has none. */
    listener: random.pick(method === "watch" ? listeners.slice(1) : listeners),
    /** After how many changes the loop over `watch` is left. */
    leavesAfter: random.maybe(method === "watch" ? 0.25 : 0, () => random.integer(1, 3)),
    /** Whether a reference in the list is wrong. */
    hasWrongRef: method === "waitAll" && random.chance(0.15),
  };
}

/** The options of a wait; a new one is a line here. A grace is not told from a clock that is set. */
function planWait(random: Random, disturbances: readonly Disturbance[]) {
  const min = random.integer(500, 10_000);
  return {
    timeout: random.chance(0.2) ? random.pick([undefined, 0]) : random.integer(1, 150_000),
    interval: random.maybe(0.7, () => ({ min, max: min + random.integer(0, 20_000) })),
    typicalDuration: random.maybe(0.4, () => random.integer(1, 120_000)),
    notFoundGrace: random.maybe(disturbances.length > 0 ? 0 : 0.6, () => random.integer(0, 40_000)),
    onUnknownStatus: random.pick([undefined, "wait", "fail"]),
  };
}
