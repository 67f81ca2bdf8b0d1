import type { RunEvent } from "../../docs/.vitepress/theme/playground/events.ts";
import { defaultLimits, type Limits, runProgram } from "../../docs/.vitepress/theme/playground/run.ts";

/** Runs a program as the playground does, and returns what happened. */
export async function run(code: string, limits: Partial<Limits> = {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await runProgram(code, { onEvent: (event) => events.push(event), limits: { ...defaultLimits, ...limits } });
  return events;
}

/** The events of one type. */
export function only<T extends RunEvent["type"]>(
  events: readonly RunEvent[],
  type: T,
): Extract<RunEvent, { type: T }>[] {
  return events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
}
