import type { Environment } from "../credentials/env.ts";
import { builtInServices } from "../services/index.ts";
import { isRecord } from "../util/json.ts";
import { createRedactor, type Redactor } from "../util/redact.ts";
import { clouds } from "../util/regions.ts";
import { MAX_QUOTED_LENGTH } from "../util/validate.ts";

/**
 * The texts that must never be shown, and what else the user gave. Secrets are removed where text comes in from outside:
 * from what servers send, and from what a message about wrong usage quotes. The command's own words stay as they are.
 */
export interface Secrets extends Omit<Redactor, "addSignature"> {
  readonly values: readonly string[];
  /** Adds what the user gave as no secret. */
  addGiven(texts: readonly string[]): void;
  /** Adds the texts of a file, at any depth: the secrets by the names of their members. */
  addFile(content: unknown): void;
  /** Removes from a message about wrong usage the secrets that the user gave where none belongs. */
  redactGiven(message: string): string;
}

/** Words that messages show anyway. */
const ownWords: ReadonlySet<string> = new Set([...Object.keys(builtInServices), ...clouds]);

export function createSecrets(): Secrets {
  const known = new Set<string>();
  const given: string[] = [];
  const redactor = createRedactor(Number.POSITIVE_INFINITY);
  const isMisplaced = (secret: string): boolean => {
    const { add, redact } = createRedactor();
    add([secret]);
    return !ownWords.has(secret) && given.some((text) => redact(text) !== text);
  };
  const secrets: Secrets = {
    add(more) {
      const trimmed = more.map((value) => value.trim());
      redactor.add(trimmed);
      for (const value of trimmed) {
        known.add(value);
      }
    },
    addGiven(texts) {
      given.push(...texts);
      secrets.add(texts.flatMap((text) => [...text.matchAll(URL_PASSWORD)].flatMap(([, password = ""]) => password)));
    },
    addFile(content) {
      const texts = [...textsWithin(content)];
      secrets.add(texts.flatMap(([name, text]) => (SECRET_MEMBER.test(name) ? [text] : [])));
      given.push(...texts.flatMap(([name, text]) => (SECRET_MEMBER.test(name) ? [name] : [name, text])));
    },
    redact: redactor.redact,
    get values() {
      return [...known];
    },
    redactGiven(message) {
      const { add, redact } = createRedactor(Number.POSITIVE_INFINITY);
      add([...known].filter(isMisplaced).flatMap((secret) => [secret, ...cutForms(secret)]));
      return redact(message);
    },
  };
  return secrets;
}

/** Of `https://user:password@host`, wherever somebody wrote it. */
const URL_PASSWORD = /:\/\/[^\s/@:]*:([^\s/@]+)@/g;

const VARIABLE = /^(HUAWEICLOUD|CLOUD|HW|OS)_/;
const SECRET_VARIABLE =
  /^[A-Z]+_(.+_)?(TOKEN|AK|SK|ST|PASSWORD|PASSCODE|ACCESS_KEY|ACCESS_KEY_ID|ACCESS_KEY_SECRET|SECRET_KEY)$/;
const SECRET_MEMBER = /^(.*[_-])?(ak|sk|token|password|passcode|secret|key)$|(accessKey|accessKeyId|token|password)$/i;

/** The secrets of the arguments and the environment, used or not, and what else is in them. */
export function secretsGiven(argv: readonly string[], env: Environment): Secrets {
  const secrets = createSecrets();
  for (const [index, argument] of argv.entries()) {
    const [beforeThat = "", before = ""] = ["", "", ...argv].slice(index);
    const isValue = before === "--token" || before === "--token=";
    const token = isValue ? argument : /^(?:--token=?|-?token=)(.+)$/s.exec(argument)?.[1];
    secrets.add(token === undefined ? [] : [token]);
    // Behind an option without its value, or behind "--", it is quoted as what it was taken for.
    const isOption = before === "--token" || argument.startsWith("--token=");
    const isSwallowed =
      (before === "--token" ? beforeThat : before).startsWith("-") || argv.slice(0, index).includes("--");
    const isInPlace = isOption && !isSwallowed;
    secrets.addGiven(isInPlace ? [] : [token ?? argument.replace(/^--[\w-]+=?/, "")]);
  }
  for (const [name, value = ""] of Object.entries(env).filter(([name]) => VARIABLE.test(name))) {
    SECRET_VARIABLE.test(name) ? secrets.add([value]) : secrets.addGiven([value]);
  }
  return secrets;
}

/** The texts of a file, each with the name of its member. */
function* textsWithin(value: unknown, name = "", seen = new Set<unknown>()): Generator<readonly [string, string]> {
  if (typeof value === "string") {
    yield [name, value];
  } else if (typeof value === "object" && value !== null && !seen.has(value)) {
    seen.add(value);
    for (const [member, inner] of Object.entries(value)) {
      yield* textsWithin(inner, isRecord(value) ? member : name, seen);
    }
  }
}

/** A shorter start of a secret gives nothing away. */
const MIN_CUT_LENGTH = 8;

/** A secret as a message shows it that cuts what it quotes, longest first. */
function cutForms(secret: string): string[] {
  const longest = Math.min(secret.length - 1, MAX_QUOTED_LENGTH);
  const count = Math.max(0, longest - MIN_CUT_LENGTH + 1);
  return Array.from({ length: count }, (_, index) => `${secret.slice(0, longest - index)}…`);
}
