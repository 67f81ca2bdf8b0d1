import type { Environment } from "../credentials/env.ts";
import { isRecord } from "../util/json.ts";
import { createRedactor, type Redactor } from "../util/redact.ts";
import { MAX_QUOTED_LENGTH } from "../util/validate.ts";

/** Texts that must never be shown. More are added as files are read and tokens are issued. */
export function createSecrets(values: readonly string[] = []): Redactor {
  const whole = createRedactor(Number.POSITIVE_INFINITY);
  const cut = createRedactor(Number.POSITIVE_INFINITY);
  /** Of each secret its shortest cut form: most texts have none, and are not searched for the longer ones. */
  const starts = createRedactor(Number.POSITIVE_INFINITY);
  const add = (more: readonly string[]): void => {
    const trimmed = more.map((value) => value.trim());
    whole.add(trimmed);
    cut.add(trimmed.flatMap(cutForms));
    starts.add(trimmed.map((secret) => secret.slice(0, MIN_CUT_LENGTH)));
  };
  const redactCut = (text: string): string =>
    text.includes("…") && starts.redact(text) !== text ? cut.redact(text) : text;
  add(values);
  return { add, redact: (text) => redactCut(whole.redact(text)) };
}

const SECRET_VARIABLE =
  /^(HUAWEICLOUD|CLOUD|HW|OS)_(.+_)?(TOKEN|AK|SK|ST|PASSWORD|PASSCODE|ACCESS_KEY|ACCESS_KEY_ID|ACCESS_KEY_SECRET|SECRET_KEY)$/;

/** All values of the arguments and the environment that may be secrets, used or not. */
export function secretsGiven(argv: readonly string[], env: Environment): string[] {
  const tokens = argv.map((argument, index) =>
    argv[index - 1] === "--token" ? argument : (/^--token=?(.+)$/s.exec(argument)?.[1] ?? ""),
  );
  const values = Object.entries(env).map(([name, value]) => (SECRET_VARIABLE.test(name) ? (value ?? "") : ""));
  return [...tokens, ...values];
}

const SECRET_MEMBER = /^(.*[_-])?(ak|sk|token|password|passcode|secret|key)$|(accessKey|accessKeyId|token|password)$/i;

/** All values of a configuration file that may be secrets, at any depth. */
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

/** A shorter start of a secret gives nothing away. */
const MIN_CUT_LENGTH = 8;

/** A secret as a message shows it that cuts what it quotes, longest first. */
function cutForms(secret: string): string[] {
  const longest = Math.min(secret.length - 1, MAX_QUOTED_LENGTH);
  const count = Math.max(0, longest - MIN_CUT_LENGTH + 1);
  return Array.from({ length: count }, (_, index) => `${secret.slice(0, longest - index)}…`);
}
