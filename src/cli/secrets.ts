import { isRecord } from "../util/json.ts";
import { allEncodedForms } from "../util/redact.ts";
import { MAX_QUOTED_LENGTH } from "../util/validate.ts";
import type { Io } from "./io.ts";

/** What must never be shown. It grows as files are read and tokens arrive. */
export interface Secrets extends Iterable<string> {
  readonly hide: Hide;
}

export type Hide = (values: readonly string[]) => void;

export function createSecrets(values: readonly string[] = []): Secrets {
  let spelled: string[] = [];
  const hide: Hide = (more) => {
    const whole = more.map((value) => value.trim());
    const known = new Set([...spelled, ...allEncodedForms([...whole, ...whole.flatMap(beginnings)])]);
    // A secret may begin like a longer one.
    spelled = [...known].sort((a, b) => b.length - a.length);
  };
  hide(values);
  return { hide, [Symbol.iterator]: () => spelled[Symbol.iterator]() };
}

const SECRET_VARIABLE =
  /^(HUAWEICLOUD|HW|OS)_(.+_)?(TOKEN|AK|SK|ST|PASSWORD|PASSCODE|ACCESS_KEY|ACCESS_KEY_ID|ACCESS_KEY_SECRET|SECRET_KEY)$/;

/** Every value of the arguments and the environment that may be a secret, used or not. */
export function secretsGiven(argv: readonly string[], env: Io["env"]): string[] {
  const given = argv.map((argument, index) =>
    argv[index - 1] === "--token" ? argument : (/^--token=?(.+)$/s.exec(argument)?.[1] ?? ""),
  );
  const set = Object.entries(env).map(([name, value]) => (SECRET_VARIABLE.test(name) ? (value ?? "") : ""));
  return [...given, ...set];
}

const SECRET_MEMBER = /^(.*[_-])?(ak|sk|token|password|passcode|secret|key)$/i;

/** Every value of a configuration file that may be a secret, however deep it stands. */
export function secretsWithin(value: unknown, name = "", seen = new Set<unknown>()): string[] {
  if (seen.has(value)) {
    return [];
  }
  if (isRecord(value)) {
    seen.add(value);
    return Object.entries(value).flatMap(([member, inner]) => secretsWithin(inner, member, seen));
  }
  if (Array.isArray(value)) {
    seen.add(value);
    return value.flatMap((inner) => secretsWithin(inner, name, seen));
  }
  return typeof value === "string" && SECRET_MEMBER.test(name) ? [value] : [];
}

/** Fewer characters of a secret tell nothing. */
const TELLING = 8;

/** What is left of a secret where a message cuts it, longest first. */
function beginnings(secret: string): string[] {
  const longest = Math.min(secret.length - 1, MAX_QUOTED_LENGTH);
  return Array.from({ length: Math.max(0, longest - TELLING + 1) }, (_, less) => `${secret.slice(0, longest - less)}…`);
}
