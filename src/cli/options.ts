import { Option } from "commander";
import type { Interval } from "../polling/schedule.ts";
import { clouds } from "../util/regions.ts";
import { invalidOption, oneOf } from "../util/validate.ts";
import { parseDuration, parseInterval, parseRate, parseTypical } from "./duration.ts";
import type { ConnectionFlags } from "./settings.ts";

/** What a command may print. */
export const formats = ["table", "json", "jsonl", "ids"] as const;

export type Format = (typeof formats)[number] | "nothing";

/** The value of an option, and how it was written: commands that resume have it so, too. */
export interface Parsed<V> {
  readonly value: V;
  readonly text: string;
}

/** The options of `get`. */
export interface JobFlags extends ConnectionFlags {
  readonly service?: string;
  readonly json?: true;
  readonly output?: (typeof formats)[number];
  readonly quiet?: true;
  readonly rate?: Parsed<number>;
  readonly dryRun?: true;
}

/** The options of `wait`. */
export interface WaitFlags extends JobFlags {
  readonly timeout?: Parsed<number>;
  readonly interval?: Parsed<Interval>;
  readonly typical?: Parsed<number>;
  readonly notFoundGrace?: Parsed<number>;
  readonly failFast?: true;
  readonly bell?: true;
}

export interface SimulateFlags {
  readonly port: number;
  readonly jobs?: number;
  readonly fail?: number;
  readonly duration?: string;
  readonly env?: true;
  readonly json?: true;
  readonly services?: readonly string[];
}

export function formatOf({ json, output, quiet }: JobFlags): Format {
  return quiet ? "nothing" : (output ?? (json ? "jsonl" : "table"));
}

/** An option as help and completion show it. Its words complete its value, which may be another one. */
function option(flags: string, help: string, words: readonly string[] = []): Option {
  return Object.assign(new Option(flags, help), { argChoices: [...words] });
}

function parsed<V>(flags: string, help: string, parse: (name: string, text: string) => V): Option {
  const made = option(flags, help);
  return made.argParser((text): Parsed<V> => ({ text, value: parse(`--${made.name()}`, text) }));
}

const repeated = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Reads a whole number. */
const wholeNumber = (name: string, least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw invalidOption(name, `a whole number, ${least} to ${most}`, text);
  }
  return value;
};

export const servicesOption = option("--services <file>", "services of your own; may be repeated").argParser(repeated);

/** Where the services are, and who sends the requests. */
const connectionOptions = [
  option("--cloud <name>", clouds.join(" or "), clouds),
  option("--region <name>", "for example eu-de or cn-north-4"),
  option("--project <id>", "the project of the jobs"),
  option("--endpoint <service=url>", "a service's base URL; may be repeated").argParser(repeated),
  servicesOption,
  option("--token <token>", "an IAM token; other users can see options"),
  option("--profile <name>", "a profile of the credentials file"),
  option("--debug", "show URLs, request IDs and stack traces"),
];

export const configOptions = [option("--json", "print one JSON object"), ...connectionOptions];

export const jobOptions = (services: readonly string[]) => [
  option("-o, --output <format>", "table, json, jsonl or ids", formats).argParser((value) =>
    oneOf("--output", value, formats),
  ),
  option("--json", "the same as -o jsonl").conflicts("output"),
  option("--quiet", "print errors only").conflicts(["json", "output"]),
  option("--service <name>", "the service of bare job IDs", services),
  ...connectionOptions,
  parsed("--rate <number>", "requests per second to a service, at most", parseRate),
  option("--dry-run", "print what would be requested; send nothing"),
];

export const waitOptions = [
  parsed("--timeout <duration>", "in all: 90s, 1h30m, infinity (default: 1h)", parseDuration),
  parsed("--interval <pause>", "between polls: 5s, or 5s..30s (the default)", parseInterval),
  parsed("--typical <duration>", "how long such a job usually takes: polls around then", parseTypical),
  parsed("--not-found-grace <time>", "how long a job may not be found yet", parseDuration),
  option("--fail-fast", "stop if a job fails or cannot be polled"),
  option("--bell", "ring the bell of the terminal at the end"),
];

/** How many jobs `simulate` serves at most. */
const MAX_JOBS = 1_000;

export const simulateOptions = [
  option("--port <number>", "where to listen on 127.0.0.1; 0 takes any port that is free (default: 8080)")
    .argParser(wholeNumber("--port", 0, 65_535))
    .default(8_080),
  option("--jobs <number>", "how many jobs in all (default: one of each service, and one more)").argParser(
    wholeNumber("--jobs", 1, MAX_JOBS),
  ),
  option("--fail <number>", "how many of them fail (default: 1, or 0 if there is only one)").argParser(
    wholeNumber("--fail", 0, MAX_JOBS),
  ),
  option("--duration <duration>", "how long a job takes from its first poll (default: 20s)"),
  option("--env", 'print the environment of a simulator that runs, as exports for eval "$(...)", and exit'),
  option("--json", "print where it listens, token, project and jobs as one JSON object"),
  servicesOption,
  option("--debug", "show stack traces"),
];
