import type { Clock } from "../clock.ts";
import { ConfigurationError } from "../errors/configuration-error.ts";
import type { Service, ServiceTable } from "../services/service.ts";
import { type Answer, errorAnswer, hexId, jsonAnswer, type Reply } from "./answer.ts";
import { bodyAt, type ScriptedJob } from "./body.ts";
import { checkFault } from "./fault-check.ts";
import { replyOf } from "./fault-replies.ts";
import type { Fault, FaultKind } from "./faults.ts";
import { type Access, createRouter, type Inquiry, type Route, whyRefused } from "./gateway.ts";
import { habitsOf } from "./habits.ts";
import { checkJob, type NewJob } from "./new-job.ts";

/** One request that the simulator got. Credentials are not kept. */
export interface SimulatedRequest<N extends string = string> {
  /** What was asked for; absent when the path is none of the services'. */
  readonly service?: N;
  readonly id?: string;
  /** The status of the answer; absent when there was none (reset, hang). */
  readonly status?: number;
  /** The injected fault that the request met. */
  readonly fault?: FaultKind["kind"];
  /** When it came, in milliseconds since the epoch by the simulator's clock. */
  readonly at: number;
}

/** The jobs, faults and requests of one simulator, without any way to reach them. */
export interface World {
  readonly requests: readonly SimulatedRequest[];
  addJob(job: NewJob<string>): { readonly service: string; readonly id: string; readonly projectId: string };
  injectFault(fault: Fault): void;
  reply(inquiry: Inquiry): Reply;
}

/** Requests count down from here and jobs count up, so that no two things share an ID. */
const LAST_ID = 2 ** 32 - 1;

const MOST_REQUESTS = 10_000;

export function createWorld(table: ServiceTable, access: Access, clock: Clock): World {
  const routeOf = createRouter(table);
  const jobs = new Map<string, ScriptedJob>();
  const faults: { readonly fault: Fault; left: number }[] = [];
  const requests: SimulatedRequest[] = [];
  let asked = 0;

  function addJob(job: NewJob<string>) {
    const { service, ...scripted } = checkJob(table, job, hexId(jobs.size + 1));
    const { id } = scripted;
    const { projectId } = access;
    if (jobs.has(keyOf({ service, id }))) {
      throw new ConfigurationError(`"id" must be new: ${service} has a job "${id}" already.`);
    }
    jobs.set(keyOf({ service, id }), { ...scripted, projectId, addedAt: clock.now() });
    return { service, id, projectId };
  }

  /** The answer when nothing goes wrong. */
  function answer(inquiry: Inquiry, route: Route | undefined, requestId: string): Answer {
    const { errorBody, unknownJob } = habitsOf(route?.service);
    const refusal = whyRefused(inquiry, route, access);
    const job = route && jobs.get(keyOf(route));
    const body = job && bodyAt(job, clock.now());
    return refusal === undefined && body !== undefined
      ? jsonAnswer(200, body, requestId)
      : errorAnswer(refusal ?? unknownJob, errorBody, requestId);
  }

  function takeFault(route: Route | undefined): Fault | undefined {
    const next = faults.find(
      ({ fault }) =>
        (fault.service === undefined || fault.service === route?.service) &&
        (fault.id === undefined || fault.id === route?.id),
    );
    if (next !== undefined && --next.left < 1) {
      faults.splice(faults.indexOf(next), 1);
    }
    return next?.fault;
  }

  function reply(inquiry: Inquiry): Reply {
    const route = routeOf(inquiry.path);
    const requestId = hexId(LAST_ID - asked++);
    const real = answer(inquiry, route, requestId);
    const fault = takeFault(route);
    const idMember = route && (table[route.service] as Service).format.fields.id;
    const given = fault ? replyOf(fault, { habits: habitsOf(route?.service), requestId, idMember, real }) : real;
    requests.push({
      ...(route && { service: route.service, id: route.id }),
      ...(typeof given === "object" && { status: given.status }),
      ...(fault && { fault: fault.kind }),
      at: clock.now(),
    });
    if (requests.length > MOST_REQUESTS) {
      requests.shift();
    }
    return given;
  }

  return {
    requests,
    addJob,
    injectFault(fault) {
      checkFault(fault, Object.keys(table));
      faults.push({ fault, left: fault.times ?? 1 });
    },
    reply,
  };
}

function keyOf({ service, id }: Pick<Route, "service" | "id">): string {
  return `${service}/${id}`;
}
