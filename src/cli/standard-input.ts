import { ConfigurationError } from "../errors/base.ts";
import { parseErrorBody } from "../http/error-body.ts";
import { jobIdIn } from "../services/job-ref.ts";
import type { Service, Services } from "../services/service.ts";
import { isRecord, parseJson, tryParseJson } from "../util/json.ts";
import { pathSegment } from "../util/validate.ts";
import { parseText } from "./files.ts";
import type { Input } from "./io.ts";
import type { Ref } from "./outcome.ts";
import { checkService, namesOf, parseId, parseReference } from "./references.ts";
import type { Sanitize } from "./text.ts";

/** A reference, and whether it came in the response of the call that started the job. */
export type FoundRef = Ref & { readonly isNew?: true };

/** In characters. */
const MAX_INPUT_LENGTH = 4 * 2 ** 20;

/** How many bad lines the message names. The others are counted. */
const MAX_NAMED_LINES = 5;

/** After this many bad lines, reading stops. */
const MAX_BAD_LINES = 1_000;

/** Reads a stream as text. Throws when it is too long. */
export async function readAll(input: Input): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of input) {
    text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > MAX_INPUT_LENGTH) {
      throw new ConfigurationError(
        "Standard input is larger than 4 MiB; give one reference per line and nothing else.",
      );
    }
  }
  return text + decoder.decode();
}

/**
 * Finds the references in standard input: one per line, as `SERVICE/JOB_ID` or as a line that `--json` printed; or the
 * JSON response of the call that started the job. Empty lines and lines that start with `#` are skipped.
 *
 * @param service - the service of bare IDs and of responses
 * @param clean - makes a server's error message safe to show
 * @throws ConfigurationError that names the bad lines
 */
export function parseInput(services: Services, text: string, service: string | undefined, clean: Sanitize): FoundRef[] {
  const context = { services, service, clean };
  const whole = /^\s*[[{]/.test(text) ? tryParseJson(text) : undefined;
  if (whole !== undefined) {
    return [whole].flat().map((value) => parseJsonReference(value, context, "Standard input"));
  }
  const refs: FoundRef[] = [];
  const problems: string[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) {
      continue;
    }
    try {
      refs.push(parseLine(line, context));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) {
        throw error;
      }
      problems.push(`Standard input, line ${index + 1}: ${error.message}`);
      if (problems.length === MAX_BAD_LINES) {
        break;
      }
    }
  }
  if (problems.length > 0) {
    const more = problems.length - MAX_NAMED_LINES;
    const atLeast = problems.length === MAX_BAD_LINES ? " at least" : "";
    const rest = more > 0 ? [`and ${more} more bad ${more === 1 ? "line" : "lines"}${atLeast}.`] : [];
    throw new ConfigurationError([...problems.slice(0, MAX_NAMED_LINES), ...rest].join("\n"));
  }
  return refs;
}

interface ParseContext {
  readonly services: Services;
  readonly service: string | undefined;
  readonly clean: Sanitize;
}

function parseLine(line: string, context: ParseContext): FoundRef {
  if (!line.startsWith("{")) {
    return parseReference(context.services, line, context.service);
  }
  const json = parseText(line, parseJson, () => "this starts like JSON, but is not JSON.");
  return parseJsonReference(json, context, "this JSON");
}

/** A line of `get --json` or `wait --json`, a job, a reference, or the response of the call that started a job. */
function parseJsonReference(value: unknown, { services, service, clean }: ParseContext, where: string): FoundRef {
  if (!isRecord(value)) {
    throw new ConfigurationError(
      `${where}: a JSON object was expected: a reference, a job, or the response of the call that started a job.`,
    );
  }
  const ref = [value, value["job"], value["ref"]].filter(isRecord).find((part) => typeof part["service"] === "string");
  if (ref !== undefined) {
    const name = String(ref["service"]);
    checkService(services, name, where);
    const id = parseId(services, name, ref["id"], "id");
    const projectId = ref["projectId"] ?? undefined;
    return { service: name, id, ...(projectId !== undefined && { projectId: pathSegment("projectId", projectId) }) };
  }
  const id = startedJobId(value, service === undefined ? undefined : services[service], clean, where);
  if (service === undefined) {
    throw new ConfigurationError(
      `${where} does not name its service; give it with --service (one of ${namesOf(services)}).`,
    );
  }
  return { service, id, isNew: true };
}

/** The job ID in the response of the call that started the job. If that is an error, its message is reported. */
function startedJobId(
  response: Readonly<Record<string, unknown>>,
  service: Service | undefined,
  clean: Sanitize,
  where: string,
): string {
  try {
    return jobIdIn(response, service?.definition.started, service?.idPlaces);
  } catch (error) {
    const { code, message, requestId } = parseErrorBody(JSON.stringify(response), clean);
    if (code === undefined) {
      throw error;
    }
    const id = requestId === undefined ? "" : ` (request ID ${requestId})`;
    throw new ConfigurationError(`${where} is an error, so no job was started: ${code}: ${message}${id}`);
  }
}
