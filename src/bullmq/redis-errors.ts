import { JobsError } from "../errors/base.ts";
import { networkCause } from "../errors/network-cause.ts";
import { notify } from "../events.ts";
import { createRedactor } from "../util/redact.ts";

/** What Redis, the connection to it, or BullMQ reports: message and code, without the command and its arguments. */
export class RedisError extends JobsError {
  override readonly name = "RedisError";
  /** Redis' own, such as `"READONLY"`, or the system's, such as `"ECONNREFUSED"`. */
  readonly code: string | undefined;
  /** How many equal errors this report stands for. */
  readonly count: number;

  constructor(message: string, code: string | undefined, count: number) {
    super(message);
    this.code = code;
    this.count = count;
  }
}

/** Reports the errors of all connections of one `openWaits` or of one worker. */
export interface RedisErrorReporter {
  report(error: unknown): void;
  /** The error as it may be shown. */
  clean(error: unknown): RedisError;
  /** Errors that follow from the close are not reported. */
  close(): void;
}

/** Equal errors are reported once in so many milliseconds. */
const REPORT_INTERVAL = 10_000;

/** Which of BullMQ's scripts it was, and where in it. */
const SCRIPT = / script: [\da-f]{40}, on @\S+$/;

/** Codes of Redis while it fails over, loads its data, or is busy. */
const PASSING = /\b(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|BUSY|MOVED|ASK)\b/;

/** What ioredis says while it cannot reach Redis, beside the system's codes. */
const AWAY =
  /connection is closed|max retries per request|slots cache|cluster redirections|sentinels|timed out|writeable/i;

export function createRedisErrorReporter(
  listener: ((error: RedisError) => unknown) | undefined,
  passwords: readonly string[],
): RedisErrorReporter {
  const redactor = createRedactor();
  redactor.add(passwords);
  const redact = (text: string): string => redactor.redact(text).replaceAll(/\/\/[^\s/@]*@/g, "//[redacted]@");
  /** By what they say: how many were not reported yet. */
  const recent = new Map<string, { count: number; readonly timer: NodeJS.Timeout }>();
  let isWarned = false;
  let isClosed = false;

  function clean(error: unknown): RedisError {
    if (error instanceof RedisError) {
      return error;
    }
    const cause = networkCause(error, redact);
    const message = cause.message.replace(SCRIPT, "");
    // A cluster says only "Failed to refresh slots cache."; the node knows more.
    const { lastNodeError } = Object(error) as { readonly lastNodeError?: unknown };
    const reason = lastNodeError === undefined ? undefined : clean(lastNodeError);
    const text = reason === undefined ? message : `${message} ${reason.message}`;
    return new RedisError(text, cause.code ?? reason?.code ?? /^[A-Z]{2,}\b/.exec(message)?.[0], 1);
  }

  function tell(error: RedisError): void {
    if (listener === undefined && !isWarned) {
      isWarned = true;
      process.emitWarning(`${error.message} Give "onRedisError" to learn of all.`, error.name);
    }
    notify(() => listener?.(error));
  }

  function report(thrown: unknown): void {
    if (isClosed) {
      return;
    }
    const error = clean(thrown);
    // Some messages name a job, a port, or how long they wait.
    const key = error.message.replaceAll(/\bjob \S+|\d+/gi, "");
    const known = recent.get(key);
    if (known !== undefined) {
      known.count += error.count;
      return;
    }
    const unreported = { count: 0, timer: setTimeout(reportMore, REPORT_INTERVAL) };
    unreported.timer.unref();
    recent.set(key, unreported);
    tell(error);

    function reportMore(): void {
      recent.delete(key);
      if (unreported.count > 0) {
        report(new RedisError(error.message, error.code, unreported.count));
      }
    }
  }

  return {
    report,
    clean,
    close() {
      isClosed = true;
      for (const { timer } of recent.values()) {
        clearTimeout(timer);
      }
      recent.clear();
    },
  };
}

/** Whether a login was refused: Redis before version 6 has no code for a wrong password. */
export function isLoginRefused({ code, message }: RedisError): boolean {
  return code === "WRONGPASS" || code === "NOAUTH" || /\b(WRONGPASS|NOAUTH|invalid password)\b/.test(message);
}

/** Whether Redis will take the command later: it is away, fails over, or loads its data. */
export function isPassing({ code, message }: RedisError): boolean {
  return PASSING.test(message) || AWAY.test(message) || /^E(?!RR$|XECABORT$)[A-Z_]+$/.test(code ?? "");
}
