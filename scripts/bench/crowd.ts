/** Programs that await the jobs of a crowd behind the gateway of the bench. */
import type { Crowd, Started, Traffic } from "./gateway/crowd.ts";
import { messageOf, request, start } from "./processes.ts";

/** The gateway refuses nothing. */
export const UNLIMITED = Number.MAX_SAFE_INTEGER;

/**
 * Runs a program from its start to its result, for which it receives the crowd.
 *
 * @param more - what else it receives
 */
export async function awaitCrowd<T>(
  program: string,
  mode: string,
  { limit, crowd, more = {} }: { readonly limit: number; readonly crowd: Crowd; readonly more?: object },
): Promise<T & Traffic> {
  const server = start("gateway/server", [limit]);
  try {
    const client = start(program, [mode, await messageOf<number>(server)]);
    await messageOf(client);
    const started = await request<Started>(server, crowd);
    const result = await request<T>(client, { ...crowd, ...started, ...more });
    return { ...result, ...(await request<Traffic>(server, {})) };
  } finally {
    server.disconnect();
  }
}
