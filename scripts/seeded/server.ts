import { ordinalIn, secretIn } from "./credentials.ts";
import { type Meaning, meanings, pauseOf, type Reply, respond } from "./replies.ts";
import { appearance, type Service, stateOf, targetOf, wordOf } from "./services.ts";
import { type Moment, never, type World } from "./world.ts";

/** A request and how it ended. */
export interface Exchange {
  readonly requestId: string;
  readonly url: string;
  readonly service: Service;
  readonly id: string;
  readonly credential: number;
  readonly sent: Moment;
  /** Absent until the server has decided. */
  reply?: Reply;
  ended: Moment;
  /** Absent while it is open. */
  endedBy?: "server" | "deadline" | "caller";
  /** What it is to whoever sent it. */
  meaning: Meaning;
  /** For how long the response asked to wait, in milliseconds. */
  pause: number;
}

export interface Server {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly exchanges: readonly Exchange[];
}

const SERVER_EPOCH = Date.parse("2026-01-01T00:00:00Z");

/** @param replyTo - what it responds with, unless it refuses the credential */
export function createServer(
  replyTo: (exchange: Exchange) => Reply,
  isAccepted: (credential: number) => boolean,
  world: Pick<World, "now" | "moment" | "clock" | "sleep">,
): Server {
  const exchanges: Exchange[] = [];

  async function fetch(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const signal = init.signal as AbortSignal;
    const exchange: Exchange = {
      requestId: `request-${exchanges.length}`,
      url,
      ...targetOf(url),
      credential: ordinalIn(headers),
      sent: world.moment(),
      ended: never,
      meaning: { error: "no response" },
      pause: 0,
    };
    exchanges.push(exchange);
    function end(by: Exchange["endedBy"], meaning: Meaning): void {
      if (exchange.endedBy === undefined) {
        Object.assign(exchange, { ended: world.moment(), endedBy: by, meaning });
      }
    }
    function cutOff(): void {
      const isDeadline = signal.reason?.name === "TimeoutError";
      end(isDeadline ? "deadline" : "caller", isDeadline ? meanings.hang : exchange.meaning);
    }
    signal.addEventListener("abort", cutOff, { once: true });
    const planned = replyTo(exchange);
    if (planned.latency > 0) {
      await world.sleep(planned.latency, signal);
    }
    const reply = isAccepted(exchange.credential) ? planned : refused(planned);
    exchange.reply = reply;
    if (reply.kind === "hang") {
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
    }
    const now = SERVER_EPOCH + world.now;
    exchange.pause = pauseOf(reply, now, world.clock.now());
    if (reply.kind !== "body hangs") {
      end("server", meanings[reply.kind]);
    }
    return respond(reply, { ...exchange, now, secret: secretIn(headers), signal });
  }

  return { fetch, exchanges };
}

export function healthy(service: Service): Reply {
  const job = { word: wordOf(service, "succeeded"), parts: [], total: 0 };
  return { kind: "job", latency: 0, job, shape: "error_code" };
}

/** The gateway checks the credential before anything else; some of the refusals are a page. */
function refused(planned: Reply): Reply {
  return { ...planned, kind: planned.shape === "nested" ? "401 page" : "401", retryAfter: undefined };
}

export function expectedState({ service, reply }: Exchange) {
  return stateOf(service, (reply as Reply).job);
}

export function expectedAppearance({ service, reply }: Exchange): string {
  return appearance(service, (reply as Reply).job);
}
