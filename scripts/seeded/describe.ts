import { inspect } from "node:util";
import type { Observed } from "./run.ts";

/** A run as a text, to find out why a check fails: the client, each call and each request. */
export function describeRun({ plan, disturbances, calls, exchanges }: Observed): string {
  const lines = [
    inspect({ client: plan.client, disturbances }, { depth: 5 }),
    ...calls.map(({ plan: { method, listener, leavesAfter, options }, refs, began, settled, aborted, outcomes }) => {
      const about = refs.map(({ id }) => id).join();
      const ends = outcomes.map(({ job, error }) => job?.state ?? (error as Error | undefined)?.message.slice(0, 120));
      const times = `${began.at}..${settled.at} aborted ${aborted.at}`;
      return `${method} ${about} ${times} ${listener} ${JSON.stringify({ ...options, leavesAfter })}: ${ends}`;
    }),
    ...exchanges.map(({ requestId, url, credential, sent, ended, endedBy, reply, pause }) => {
      const times = `${sent.at}..${ended.at} by ${endedBy}`;
      return `${requestId} ${url} ${times} credential ${credential}: ${reply?.kind} ${reply?.job.word} pause ${pause}`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}
