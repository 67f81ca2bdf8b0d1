/** What happens in a run: all of it follows from the seed. */

import {
  gone,
  hasPartProgress,
  hasParts,
  type ServerJob,
  type ServerPart,
  type Service,
  serviceNames,
} from "./model.ts";
import { createRandom, type Random } from "./random.ts";
import {
  errorShapes,
  type Reply,
  type ReplyKind,
  type RetryAfter,
  replyKinds,
  retryAfters,
  secretMark,
} from "./replies.ts";
import { encodingNames } from "./secrets.ts";
import { lacks } from "./services.ts";
import type { Disturbance } from "./world.ts";

export interface Plan {
  readonly seed: number;
  readonly client: ClientPlan;
  readonly jobs: readonly JobPlan[];
  readonly calls: readonly CallPlan[];
  readonly disturbances: readonly Disturbance[];
}

export interface ClientPlan {
  readonly credentials: CredentialsPlan;
  readonly rateLimit: { readonly requestsPerSecond: number; readonly concurrency: number | undefined } | undefined;
  readonly retry:
    | { readonly maxAttempts?: number; readonly baseDelay?: number; readonly maxDelay?: number }
    | undefined;
  readonly requestTimeout: number | undefined;
  /** Whether the listener of events throws. */
  readonly hasThrowingListener: boolean;
}

/** Where credentials come from. */
export interface CredentialsPlan {
  readonly kind: "token" | "key" | "temporary key";
  /** A function, unless it is a value. */
  readonly isFunction: boolean;
  /** Whether the credentials of a function say when they end. */
  readonly saysEnd: boolean;
  /** For how long each credential is accepted, in milliseconds from the start of the run or from its issue; the last is used on. */
  readonly lifetimes: readonly number[];
  /** What each call of the function does; the last is repeated. */
  readonly calls: readonly ("quick" | "slow" | "throws" | "hangs" | "insists")[];
}

export interface JobPlan {
  readonly service: Service;
  readonly id: string;
  /** One for each request, the last one again and again. */
  readonly replies: readonly Reply[];
}

export type Listener = "quick" | "slow" | "hanging" | "throwing" | "rejecting" | "aborting";

export interface CallPlan {
  readonly method: "get" | "wait" | "watch" | "waitAll";
  /** Indexes of jobs; one unless it is `waitAll`. */
  readonly jobs: readonly number[];
  readonly startsAt: number;
  readonly abortsAfter: number | undefined;
  readonly options: WaitPlan;
  readonly listener: Listener;
  /** After how many changes the loop over `watch` is left. */
  readonly leavesAfter: number | undefined;
  /** Whether a reference in the list is wrong. */
  readonly hasWrongRef: boolean;
}

/** The options of a wait; a new one is a line here. `get` takes none of them. */
const waitOptions = {
  timeout: (random: Random) =>
    random.weighted<number | undefined>([
      [1, undefined],
      [1, 0],
      [8, random.integer(1, 150_000)],
    ]),
  interval: (random: Random) => {
    const min = random.integer(500, 10_000);
    return random.chance(0.3) ? undefined : { min, max: min + random.integer(0, 20_000) };
  },
  typicalDuration: (random: Random) => (random.chance(0.6) ? undefined : random.integer(1, 120_000)),
  notFoundGrace: (random: Random) => (random.chance(0.6) ? undefined : random.integer(0, 40_000)),
  onUnknownStatus: (random: Random) => random.pick([undefined, "wait", "fail"] as const),
} satisfies Readonly<Record<string, (random: Random) => unknown>>;

export type WaitPlan = { readonly [Name in keyof typeof waitOptions]: ReturnType<(typeof waitOptions)[Name]> };

function planWait(random: Random): WaitPlan {
  return Object.fromEntries(Object.entries(waitOptions).map(([name, draw]) => [name, draw(random)])) as WaitPlan;
}

export function planRun(seed: number): Plan {
  const random = createRandom(seed);
  const client = planClient(random);
  const services = random.list(1, 2, () => random.pick(serviceNames));
  const jobs = random.list(1, 4, (index) => planJob(random, random.pick(services), index));
  const calls = random.list(1, 6, () => planCall(random, jobs.length));
  // Each `get` has a job of its own, so that its requests can be counted.
  const getters = random.list(0, 2, (index) => planJob(random, random.pick(services), jobs.length + index));
  const gets = getters.map(
    (_, index) => ({ ...planCall(random, 1), method: "get", jobs: [jobs.length + index] }) as const,
  );
  return {
    seed,
    client,
    jobs: [...jobs, ...getters],
    calls: [...calls, ...gets],
    disturbances: planDisturbances(random),
  };
}

function planClient(random: Random): ClientPlan {
  return {
    credentials: planCredentials(random),
    rateLimit: random.weighted([
      [6, undefined],
      [2, { requestsPerSecond: random.pick([0.5, 1, 3, 50]), concurrency: undefined }],
      [2, { requestsPerSecond: random.pick([0.5, 3, 50]), concurrency: random.integer(1, 2) }],
    ]),
    retry: random.chance(0.5)
      ? undefined
      : { maxAttempts: random.integer(1, 5), baseDelay: random.integer(0, 2_000), maxDelay: random.integer(0, 9_000) },
    requestTimeout: random.chance(0.4) ? undefined : random.integer(1_000, 40_000),
    hasThrowingListener: random.chance(0.1),
  };
}

function planCredentials(random: Random): CredentialsPlan {
  const isFunction = random.chance(0.5);
  const lifetime = (): number =>
    random.weighted([
      [7, Number.POSITIVE_INFINITY],
      [1, 0],
      [2, random.integer(1, 100_000)],
    ]);
  return {
    kind: random.pick(["token", "token", "key", "temporary key"] as const),
    isFunction,
    saysEnd: isFunction && random.chance(0.5),
    lifetimes: isFunction ? random.list(1, 4, lifetime) : [lifetime()],
    calls: [
      ...random.list(0, 4, () =>
        random.weighted([
          [6, "quick" as const],
          [3, "slow" as const],
          [1, "throws" as const],
          [1, "hangs" as const],
          [1, "insists" as const],
        ]),
      ),
      "quick",
    ],
  };
}

function planJob(random: Random, service: Service, index: number): JobPlan {
  const id = service === "orders" ? `order-${index}/task-${index}` : `job-${index}`;
  const replies = random.list(0, 8, () => planReply(random, service, passingKind(random), openWords[service]));
  const early = random.chance(0.1)
    ? random.list(1, 2, () => planReply(random, service, random.pick(["404", "404", "404 page", "404 gateway"]), []))
    : [];
  const end = random.weighted<() => Reply>([
    [6, () => planReply(random, service, "job", finalWords[service])],
    [1, () => planReply(random, service, finalKind(random), finalWords[service])],
    [gone[service] === undefined ? 0 : 4, () => planReply(random, service, "404", finalWords[service])],
    [1, () => planReply(random, service, "job", openWords[service])],
  ])();
  // Whoever polls on receives the same again, or that the job is gone.
  return { service, id, replies: [...early, ...replies, end] };
}

/** Words while a job goes on, those that are not documented among them, and words with which it ends. */
const openWords: Readonly<Record<Service, readonly string[]>> = {
  "sfs-turbo": ["waiting", "running", "RUNNING", " running ", "pondering"],
  workspace: ["WAITING", "RUNNING", "running", "COMPLETE", "PONDERING"],
  dcs: ["INIT", "RUNNING", "Running", "PONDERING", "COMPLETE"],
  servers: ["INIT", "RUNNING", "running", "PONDERING"],
  snapshots: ["0", "1", "7"],
  orders: ["OPEN", "BUSY", "busy", "PONDERING"],
};

const finalWords: Readonly<Record<Service, readonly string[]>> = {
  "sfs-turbo": ["success", "SUCCESS", "failed"],
  workspace: ["COMPLETE", "COMPLETE", "complete", "SUCCESS", "FAIL", "FAILED"],
  dcs: ["SUCCESS", "success", "FAIL"],
  servers: ["SUCCESS", "FAIL", "fail"],
  snapshots: ["2", "-1"],
  orders: ["DONE", "done", "BROKEN"],
};

const isPassing = (kind: ReplyKind): boolean => !finals.includes(kind);

const finals: readonly ReplyKind[] = [
  ...(["400", "401", "401 page", "403", "404", "404 page", "404 gateway", "409", "501", "505", "302"] as const),
  ...(["200 error", "untrusted certificate"] as const),
];

function passingKind(random: Random): ReplyKind {
  return random.weighted<ReplyKind>([
    [10, "job"],
    [2, "429"],
    [6, random.pick(replyKinds.filter(isPassing))],
    [0.3, "401"],
  ]);
}

function finalKind(random: Random): ReplyKind {
  return random.pick(finals);
}

function planReply(random: Random, service: Service, kind: ReplyKind, words: readonly string[]): Reply {
  const job = planServerJob(random, service, words);
  const echo = random.chance(0.2) ? random.pick(encodingNames) : undefined;
  const takesPause = ["429", "503", "502", "job"].includes(kind);
  return {
    kind,
    latency: random.weighted([
      [2, 0],
      [6, random.integer(1, 900)],
      [1, random.integer(900, 12_000)],
    ]),
    job: echo === undefined || job.reason === undefined ? job : { ...job, reason: `${job.reason} for ${secretMark}` },
    shape: random.pick(errorShapes),
    retryAfter:
      takesPause && random.chance(kind === "job" ? 0.05 : 0.6)
        ? random.pick(Object.keys(retryAfters) as RetryAfter[])
        : undefined,
    echo,
  };
}

const partWords = ["WAITING", "RUNNING", "SUCCESS", "SUCCESS", "SUCCESS", "FAIL", "FAILED", "PONDERING", undefined];
const partNumbers = ["0", "1", "2", "-1", undefined];

function planServerJob(random: Random, service: Service, words: readonly string[]): ServerJob {
  // Mostly all parts do well: otherwise nearly each `COMPLETE` would be a failure.
  const allGood = random.chance(0.5);
  const part = (index: number): ServerPart => ({
    id: `part-${index}`,
    word: allGood
      ? partNumbers.concat("SUCCESS")[service === "snapshots" ? 2 : 5]
      : random.pick(service === "snapshots" ? partNumbers : partWords),
    progress: hasPartProgress.has(service) && random.chance(0.5) ? random.integer(0, 100) : undefined,
  });
  const parts = hasParts.has(service) ? random.list(0, 3, part) : [];
  const job: ServerJob = {
    word: words.length === 0 ? "" : random.pick(words),
    parts,
    total: parts.length + (random.chance(0.15) ? 1 : 0),
    code: random.chance(0.1) ? "SIM.0001" : undefined,
    reason: random.chance(0.15) ? random.pick(["no space left", "quota"]) : undefined,
    progress: random.chance(0.6) ? random.integer(0, 100) : undefined,
  };
  const missing = Object.fromEntries(lacks(service).map((name) => [name, name === "total" ? parts.length : undefined]));
  return { ...job, ...missing };
}

function planCall(random: Random, jobCount: number): CallPlan {
  const method = random.weighted<CallPlan["method"]>([
    [5, "wait"],
    [3, "watch"],
    [2, "waitAll"],
  ]);
  return {
    method,
    jobs: random.list(1, method === "waitAll" ? 4 : 1, () => random.integer(0, jobCount - 1)),
    startsAt: random.chance(0.5) ? 0 : random.integer(0, 40_000),
    abortsAfter: random.chance(0.25) ? random.integer(0, 60_000) : undefined,
    options: planWait(random),
    listener: random.weighted<Listener>([
      [6, "quick"],
      [2, "slow"],
      [1, "hanging"],
      [0.7, "throwing"],
      [0.7, "rejecting"],
      [0.7, "aborting"],
    ]),
    leavesAfter: method === "watch" && random.chance(0.25) ? random.integer(1, 3) : undefined,
    hasWrongRef: method === "waitAll" && random.chance(0.15),
  };
}

/** In two of three runs time goes by undisturbed. */
function planDisturbances(random: Random): Disturbance[] {
  return random
    .list(1, 3, () => ({
      kind: random.pick(["jump", "freeze"] as const),
      at: random.integer(0, 90_000),
      by: random.pick([random.integer(1, 5_000), random.integer(5_000, 600_000)]),
    }))
    .map((each) => (each.kind === "jump" && random.chance(0.5) ? { ...each, by: -each.by } : each))
    .filter(
      (
        (isDisturbed) => () =>
          isDisturbed
      )(random.chance(0.34)),
    );
}
