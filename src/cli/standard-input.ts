import { ConfigurationError } from "../errors/base.ts";
import { parseErrorBody } from "../http/error-body.ts";
import type { ServiceTable } from "../services/definition.ts";
import { jobIdIn } from "../services/job-ref.ts";
import { parseJson as asJson, isRecord } from "../util/json.ts";
import { pathSegment } from "../util/validate.ts";
import type { Input } from "./io.ts";
import type { Ref } from "./outcome.ts";
import { checkService, parseReference } from "./references.ts";
import type { Clean } from "./text.ts";

const LARGEST_INPUT = 4 * 2 ** 20;

/** How many bad lines are named before the rest is counted. */
const MOST_COMPLAINTS = 5;

/** After so many bad lines the others are not looked at. */
const HOPELESS = 1_000;

/** Reads all of a stream as text, up to a bound. */
export async function readAll(input: Input): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of input) {
    text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > LARGEST_INPUT) {
      throw new ConfigurationError(
        "Standard input is larger than 4 MiB; give one reference per line and nothing else.",
      );
    }
  }
  return text + decoder.decode();
}

/**
 * Finds the references in standard input: one per line, as `SERVICE/JOB_ID` or as a line that `--json` printed, or the
 * JSON answer of the call that started the job. Empty lines and those that start with `#` are passed over.
 *
 * @param service - whose jobs they are, for IDs and answers that do not say
 * @param clean - makes the words of a server fit to be shown
 * @throws ConfigurationError that names the bad lines
 */
export function parseInput(table: ServiceTable, text: string, service: string | undefined, clean: Clean): Ref[] {
  const known = { table, service, clean };
  const whole = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  if (whole !== undefined) {
    return [whole.value].flat().map((value) => fromJson(value, known, "Standard input"));
  }
  const refs: Ref[] = [];
  const complaints: string[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) {
      continue;
    }
    try {
      refs.push(parseLine(line, known));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) {
        throw error;
      }
      complaints.push(`Standard input, line ${index + 1}: ${error.message}`);
      if (complaints.length === HOPELESS) {
        break;
      }
    }
  }
  if (complaints.length > 0) {
    const more = complaints.length - MOST_COMPLAINTS;
    const rest =
      more > 0
        ? [`and ${more} more bad ${more === 1 ? "line" : "lines"}${complaints.length === HOPELESS ? " at least" : ""}.`]
        : [];
    throw new ConfigurationError([...complaints.slice(0, MOST_COMPLAINTS), ...rest].join("\n"));
  }
  return refs;
}

interface Known {
  readonly table: ServiceTable;
  readonly service: string | undefined;
  readonly clean: Clean;
}

function parseLine(line: string, known: Known): Ref {
  if (!line.startsWith("{")) {
    return parseReference(known.table, line, known.service);
  }
  const json = parseJson(line);
  if (json === undefined) {
    throw new ConfigurationError("this begins like JSON, but is none.");
  }
  return fromJson(json.value, known, "this JSON");
}

/** A line of `get --json` or `wait --json`, a job, a reference, or the answer of a starting call. */
function fromJson(value: unknown, { table, service, clean }: Known, where: string): Ref {
  if (!isRecord(value)) {
    throw new ConfigurationError(
      `${where}: a JSON object was expected: a reference, a job, or a starting call's answer.`,
    );
  }
  const ref = [value, value["job"], value["ref"]].filter(isRecord).find((part) => typeof part["service"] === "string");
  if (ref !== undefined) {
    const name = String(ref["service"]);
    checkService(table, name, where);
    const id = pathSegment("id", ref["id"]);
    const projectId = ref["projectId"] ?? undefined;
    return projectId === undefined
      ? { service: name, id }
      : { service: name, id, projectId: pathSegment("projectId", projectId) };
  }
  const id = startedIn(value, clean, where);
  if (service === undefined) {
    const names = Object.keys(table).join(", ");
    throw new ConfigurationError(`${where} does not tell its service; give it with --service (one of ${names}).`);
  }
  return { service, id };
}

/** The ID in the answer of a starting call. That may be an error: its words are more telling than that there is no ID. */
function startedIn(answer: Readonly<Record<string, unknown>>, clean: Clean, where: string): string {
  try {
    return jobIdIn(answer);
  } catch (error) {
    const { code, message, requestId } = parseErrorBody(JSON.stringify(answer), clean);
    if (code === undefined) {
      throw error;
    }
    const id = requestId === undefined ? "" : ` (request ID ${requestId})`;
    throw new ConfigurationError(`${where} is an error, so no job was started: ${code}: ${message}${id}`);
  }
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: asJson(text) };
  } catch {
    return undefined;
  }
}
