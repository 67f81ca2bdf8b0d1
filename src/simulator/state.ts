import { ConfigurationError } from "../errors/base.ts";
import type { Service, ServiceTable } from "../services/definition.ts";
import type { Clock } from "../util/clock.ts";
import { checkFault } from "./fault-check.ts";
import { faultResponse } from "./fault-responses.ts";
import type { Fault, FaultKind } from "./faults.ts";
import { bodyAt, type ScriptedJob } from "./job-body.ts";
import { checkJob, type NewJob } from "./new-job.ts";
import { profileOf } from "./profiles.ts";
import { errorResponse, hexId, jsonResponse, type SimulatedReply, type SimulatedResponse } from "./response.ts";
import { type Access, createRouter, type IncomingRequest, type Route, rejection } from "./router.ts";

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
export interface SimulatorState {
  readonly requests: readonly SimulatedRequest[];
  addJob(job: NewJob<string>): { readonly service: string; readonly id: string; readonly projectId: string };
  injectFault(fault: Fault): void;
  reply(inquiry: IncomingRequest): SimulatedReply;
}

/** Requests count down from here and jobs count up, so that no two things share an ID. */
const LAST_ID = 2 ** 32 - 1;

const MOST_REQUESTS = 10_000;

export function createSimulatorState(table: ServiceTable, access: Access, clock: Clock): SimulatorState {
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
  function answer(inquiry: IncomingRequest, route: Route | undefined, requestId: string): SimulatedResponse {
    const { errorBody, unknownJob } = profileOf(route?.service);
    const refusal = rejection(inquiry, route, access);
    const job = route && jobs.get(keyOf(route));
    const body = job && bodyAt(job, clock.now());
    return refusal === undefined && body !== undefined
      ? jsonResponse(200, body, requestId)
      : errorResponse(refusal ?? unknownJob, errorBody, requestId);
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

  function reply(inquiry: IncomingRequest): SimulatedReply {
    const route = routeOf(inquiry.path);
    const requestId = hexId(LAST_ID - asked++);
    const real = answer(inquiry, route, requestId);
    const fault = takeFault(route);
    const idMember = route && (table[route.service] as Service).format.fields.id;
    const given = fault ? faultResponse(fault, { habits: profileOf(route?.service), requestId, idMember, real }) : real;
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
