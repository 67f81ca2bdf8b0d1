import { ConfigurationError } from "../errors/base.ts";
import { InvalidResponseError } from "../errors/invalid-response.ts";
import { isPlain, isRecord } from "../util/json.ts";
import { quoted } from "../util/validate.ts";
import { checkDefinition } from "./check-definition.ts";
import type { BodyOf, ContractDefinition, ContractService, DottedNames, WithoutQuery } from "./contract.ts";
import type { JobFacts, ServiceDefinition } from "./definition.ts";
import { textNumber } from "./own-reading.ts";
import { createJobParser } from "./parse-job.ts";
import { createService, type OwnService, serviceMaker, toService } from "./service.ts";

/**
 * `defineService` for a row whose path, members and closed lists of words the contract `Paths` checks. Not a mere function:
 * TypeScript puts off calls of generic functions that may return one, and would infer no names from a call of
 * `defineService` in the options of a client.
 */
export type DefineWithContract<Paths> = object &
  (<
    const Path extends string,
    const Status extends DottedNames<BodyOf<Paths, WithoutQuery<Path>>>,
    const List extends DottedNames<BodyOf<Paths, WithoutQuery<Path>>> = never,
    const PartStatus extends string = never,
  >(
    definition: ContractDefinition<BodyOf<Paths, WithoutQuery<Path>>, Status, List, PartStatus> & {
      readonly path: WithoutQuery<Path> extends keyof Paths ? Path : `${keyof Paths & string}`;
    },
  ) => ContractService<Paths, WithoutQuery<Path>>);

/**
 * Defines a service of your own: one row says where its jobs are and how they are read. `get`, `wait`, `watch`, `waitAll`,
 * the simulator, durable waits and the command then follow its jobs as they follow those of the built-in services.
 *
 * A wrong row is a `ConfigurationError` that names the place, thrown where the row is used and before anything is sent.
 *
 * With `defineService<paths>()({ … })`, `paths` compiled by openapi-typescript, the compiler checks path, members and
 * closed lists of words, `raw` is typed, and `jobs.clients` has the service.
 *
 * @example
 * ```ts
 * const ecs = defineService({
 *   path: "/v1/{project_id}/jobs/{job_id}",
 *   hosts: { prefix: "ecs" },
 *   fields: { id: "job_id", type: "job_type", status: "status", code: "error_code", reason: "fail_reason" },
 *   states: { INIT: "pending", RUNNING: "running", SUCCESS: "succeeded", FAIL: "failed" },
 * });
 * const jobs = createJobsClient({ cloud: "otc", region: "eu-de", projectId, credentials, services: { ecs } });
 * const done = await jobs.wait({ service: "ecs", id });
 * ```
 */
export function defineService(definition: ServiceDefinition): OwnService;
export function defineService<Paths extends object>(): DefineWithContract<Paths>;
export function defineService(...given: readonly unknown[]): unknown {
  return given.length === 0 ? (definition: unknown) => own(definition, true) : own(given[0], false);
}

/**
 * Reads a body without a client, for the tests of a row. It cannot know whether the body is about another job.
 *
 * @throws InvalidResponseError if the body is not a job
 * @throws ConfigurationError if the row is wrong
 * @example
 * ```ts
 * expect(readJobBody(ecs, { job_id: "1", status: "SUCCESS" })).toMatchObject({ state: "succeeded" });
 * ```
 */
export function readJobBody(row: OwnService, body: unknown): JobFacts {
  serviceMaker("row", row);
  const parsed = createJobParser(checkDefinition("row", row), textNumber)(body, undefined, (text) => text);
  if ("problem" in parsed) {
    throw new InvalidResponseError(`The body is not usable: ${parsed.problem}.`, {});
  }
  return parsed.facts;
}

const NAME = /^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function own(definition: unknown, hasContract: boolean): OwnService {
  const row = frozenCopy(definition) as ServiceDefinition;
  const create: OwnService[typeof toService] = (name, taken) => {
    const where = `services.${name}`;
    if (typeof name !== "string" || !NAME.test(name)) {
      throw new ConfigurationError(
        `${quoted(where)} needs another name: small letters, digits and single dashes, at most 40, a letter first.`,
      );
    }
    if (taken.includes(name)) {
      throw new ConfigurationError(`"${where}" needs another name: "${name}" is a built-in service.`);
    }
    return createService(name, checkDefinition(where, row), hasContract ? name : undefined, textNumber);
  };
  // What is refused where it is used must not seem valid.
  const copy = isRecord(row) && !isPlain(row) ? Object.create(row) : { ...row };
  return Object.freeze(Object.defineProperty(copy, toService, { value: create }));
}

/** How deep a definition is. */
const MAX_DEPTH = 4;

/** A row does not change once it is defined. Objects of a class stay what they are. */
function frozenCopy(value: unknown, levels = MAX_DEPTH): unknown {
  if (levels === 0 || typeof value !== "object" || value === null) {
    return value;
  }
  const copy = (member: unknown): unknown => frozenCopy(member, levels - 1);
  if (Array.isArray(value)) {
    return Object.freeze(value.map(copy));
  }
  return isPlain(value)
    ? Object.freeze(Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copy(member)])))
    : value;
}
