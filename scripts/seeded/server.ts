import type { CredentialSource } from "./credentials.ts";
import { appearance, type Service, stateOf } from "./model.ts";
import type { JobPlan } from "./plan.ts";
import { type Meaning, meaningOf, pauseOf, type Reply, respond } from "./replies.ts";
import { targetOf } from "./services.ts";
import type { World } from "./world.ts";

/** A request and how it ended. Times are those of the world; ticks give the order. */
export interface Exchange {
  readonly requestId: string;
  readonly service: Service;
  readonly id: string;
  readonly credential: number;
  readonly sent: Moment;
  readonly signal: AbortSignal;
  /** What it was, once the server has decided. */
  reply: Reply | undefined;
  /** Absent while it is open. */
  ended: (Moment & { readonly by: "server" | "deadline" | "caller" }) | undefined;
  /** For how long the response asked to wait, in milliseconds. */
  pause: number;
}

export interface Moment {
  readonly at: number;
  readonly tick: number;
}

export interface Server {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly exchanges: readonly Exchange[];
  /** From now on every job has succeeded, and every response is at once. */
  recover(): void;
}

const SERVER_EPOCH = Date.parse("2026-01-01T00:00:00Z");

export function createServer(jobs: readonly JobPlan[], credentials: CredentialSource, world: World): Server {
  const exchanges: Exchange[] = [];
  const counts = new Map<JobPlan, number>();
  let hasRecovered = false;

  function replyFor(service: Service, id: string): Reply {
    const job = jobs.find((each) => each.service === service && each.id === id);
    if (hasRecovered || job === undefined) {
      return { ...healthy, job: { ...healthy.job, word: doneWords[service] } };
    }
    const nth = counts.get(job) ?? 0;
    counts.set(job, nth + 1);
    return job.replies[Math.min(nth, job.replies.length - 1)] as Reply;
  }

  async function fetch(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const signal = init.signal as AbortSignal;
    const exchange: Exchange = {
      requestId: `request-${exchanges.length}`,
      ...targetOf(url),
      credential: credentials.ordinalOf(headers),
      sent: { at: world.now, tick: world.tick() },
      signal,
      reply: undefined,
      ended: undefined,
      pause: 0,
    };
    exchanges.push(exchange);
    const { service, id, requestId } = exchange;
    const end = (by: "server" | "deadline" | "caller"): void => {
      exchange.ended ??= { at: world.now, tick: world.tick(), by };
    };
    signal.addEventListener("abort", () => end(signal.reason?.name === "TimeoutError" ? "deadline" : "caller"), {
      once: true,
    });
    const planned = replyFor(service, id);
    if (planned.latency > 0) {
      await world.sleep(planned.latency, signal);
    }
    const reply = credentials.isAccepted(exchange.credential) || hasRecovered ? planned : refused(planned);
    exchange.reply = reply;
    if (reply.kind === "hang") {
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
    }
    const now = SERVER_EPOCH + world.now;
    exchange.pause = pauseOf(reply, now, world.clock.now());
    if (reply.kind !== "body hangs") {
      end("server");
    }
    return respond(reply, { service, id, requestId, now, secret: credentials.secretIn(headers), signal });
  }

  return {
    fetch,
    exchanges,
    recover() {
      hasRecovered = true;
    },
  };
}

const healthy: Reply = {
  kind: "job",
  latency: 0,
  job: { word: "", parts: [], total: 0 },
  shape: "error_code",
};

const doneWords: Readonly<Record<Service, string>> = {
  "sfs-turbo": "success",
  workspace: "SUCCESS",
  dcs: "SUCCESS",
  servers: "SUCCESS",
  snapshots: "2",
  orders: "DONE",
};

/** The gateway checks the credential before anything else; half of the refusals are a page. */
function refused(planned: Reply): Reply {
  return { ...planned, kind: planned.shape === "nested" ? "401 page" : "401", retryAfter: undefined };
}

/** What an exchange that has ended is to whoever sent it. */
export function meaningOfExchange({ reply, ended }: Exchange): Meaning {
  if (ended?.by !== "server") {
    return ended?.by === "deadline" ? { error: "TimeoutError", passes: true } : { error: "no response" };
  }
  return meaningOf((reply as Reply).kind);
}

export function expectedState({ service, reply }: Exchange) {
  return stateOf(service, (reply as Reply).job);
}

export function expectedAppearance({ service, reply }: Exchange): string {
  return appearance(service, (reply as Reply).job);
}
