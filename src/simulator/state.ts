import { ConfigurationError } from "../errors/base.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import type { Services } from "../services/service.ts";
import type { Clock } from "../util/clock.ts";
import { checkFault } from "./fault-check.ts";
import { faultResponse } from "./fault-responses.ts";
import type { Fault, FaultKind } from "./faults.ts";
import { bodyAt, type ScriptedJob } from "./job-body.ts";
import { checkJob, type NewJob } from "./new-job.ts";
import { profileOf } from "./profiles.ts";
import { errorResponse, hexId, jsonResponse, type SimulatedReply, type SimulatedResponse } from "./response.ts";
import { type Access, findRef, type IncomingRequest, rejection } from "./router.ts";

/** One request that the simulator received. Credentials are not kept. */
export interface SimulatedRequest<N extends string = string> {
  /** The job of the URL; absent if no service has such a path. */
  readonly service?: N;
  readonly id?: string;
  /** The status of the response; absent if there was none (reset, hang). */
  readonly status?: number;
  /** The injected fault that applied to the request. */
  readonly fault?: FaultKind["kind"];
  /** When it came, in milliseconds since the epoch by the simulator's clock. */
  readonly at: number;
}

/** Requests count down from here and jobs count up, so that no two things share an ID. */
const LAST_ID = 2 ** 32 - 1;

const MAX_REQUESTS = 10_000;

/** The jobs, faults and requests of one simulator, without any way to reach them. */
export function createSimulatorState(services: Services, access: Access, clock: Clock) {
  const jobs = new Map<string, Omit<ScriptedJob, "addedAt"> & { readonly addedAt: number | undefined }>();
  const faults: { readonly fault: Fault; remaining: number }[] = [];
  const requests: SimulatedRequest[] = [];
  let received = 0;
  let ids = 0;

  function addJob(job: NewJob<string>) {
    const { startsAtFirstRequest, ...scripted } = checkJob(services, job, () => hexId(++ids));
    const { id } = scripted;
    const service = scripted.service.name;
    const projectId = scripted.service.needsProject ? access.projectId : "";
    if (jobs.has(keyOf({ service, id }))) {
      throw new ConfigurationError(`"id" must be new: ${service} has a job "${id}" already.`);
    }
    const addedAt = startsAtFirstRequest ? undefined : clock.now();
    jobs.set(keyOf({ service, id }), { ...scripted, projectId, addedAt });
    return { service, id, projectId };
  }

  function startedJob(key: string): ScriptedJob | undefined {
    const job = jobs.get(key);
    const started = job && { ...job, addedAt: job.addedAt ?? clock.now() };
    if (started !== undefined) {
      jobs.set(key, started);
    }
    return started;
  }

  /** The response if nothing goes wrong. */
  function plainResponse(request: IncomingRequest, ref: CheckedRef | undefined, requestId: string): SimulatedResponse {
    const { errorBody, unknownJob } = profileOf(ref && services[ref.service]);
    const refused = rejection(services, request, ref, access);
    const job = refused === undefined && ref !== undefined ? startedJob(keyOf(ref)) : undefined;
    const body = job && bodyAt(job, clock.now());
    return body !== undefined
      ? jsonResponse(200, body, requestId)
      : errorResponse(refused ?? unknownJob, errorBody, requestId);
  }

  function takeFault(ref: CheckedRef | undefined): Fault | undefined {
    const next = faults.find(
      ({ fault }) =>
        (fault.service === undefined || fault.service === ref?.service) &&
        (fault.id === undefined || fault.id === ref?.id),
    );
    if (next !== undefined && --next.remaining < 1) {
      faults.splice(faults.indexOf(next), 1);
    }
    return next?.fault;
  }

  function respond(request: IncomingRequest): SimulatedReply {
    const ref = findRef(services, request.url);
    const service = ref && services[ref.service];
    const requestId = hexId(LAST_ID - received++);
    const plain = plainResponse(request, ref, requestId);
    const fault = takeFault(ref);
    const idMember = service?.definition.fields.id;
    const reply = fault ? faultResponse(fault, { profile: profileOf(service), requestId, idMember, plain }) : plain;
    requests.push({
      ...(ref && { service: ref.service, id: ref.id }),
      ...(typeof reply === "object" && { status: reply.status }),
      ...(fault && { fault: fault.kind }),
      at: clock.now(),
    });
    if (requests.length > MAX_REQUESTS) {
      requests.shift();
    }
    return reply;
  }

  return {
    requests,
    addJob,
    injectFault(fault: Fault): void {
      checkFault(fault, services);
      faults.push({ fault, remaining: fault.times ?? 1 });
    },
    respond,
  };
}

function keyOf({ service, id }: Pick<CheckedRef, "service" | "id">): string {
  return `${service}/${id}`;
}
