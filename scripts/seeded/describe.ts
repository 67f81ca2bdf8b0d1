import { inspect } from "node:util";
import type { Observed } from "./run.ts";

/** A run as a text, to find out why a check fails: the client, each call and each request. */
export function describeRun({ plan, disturbances, calls, exchanges }: Observed): string {
  const { client, jobs } = plan;
  const lines = [
    inspect({ client, disturbances }, { depth: 5 }),
    ...calls.map(({ plan: { method, jobs: indexes, options, listener, leavesAfter }, ...call }) => {
      const about = indexes.map((index) => jobs[index]?.id).join();
      const end = (call.error as Error | undefined)?.message.slice(0, 120) ?? call.value?.state ?? "";
      const times = `${call.began.at}..${call.settled?.at} aborted ${call.aborted?.at}`;
      return `${method} ${about} ${times} ${listener} ${JSON.stringify({ ...options, leavesAfter })}: ${end}`;
    }),
    ...exchanges.map(({ requestId, service, id, credential, sent, ended, reply, pause }) => {
      const times = `${sent.at}..${ended?.at} by ${ended?.by}`;
      return `${requestId} ${service}/${id} ${times} credential ${credential}: ${reply?.kind} ${reply?.job.word} pause ${pause}`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}
