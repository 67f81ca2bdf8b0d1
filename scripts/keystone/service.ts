import { createSimulator } from "../../src/simulator/index.ts";
import { listen } from "../../src/simulator/node.ts";
import type { Keystone } from "./keystone.ts";

/** The job endpoint of DCS for one project. As the real one, it asks IAM about each token. */
export interface Service {
  readonly url: string;
  /** @param duration - of the job, which succeeds, in milliseconds; default: 0 */
  addJob(duration?: number): string;
  close(): Promise<void>;
}

export async function startService(keystone: Keystone, projectId: string): Promise<Service> {
  const simulator = createSimulator({ projectId });
  const { token } = simulator.clientOptions.credentials;
  const { endpoints, close } = await listen({
    ...simulator,
    async fetch(url, init) {
      const given = `${new Headers(init?.headers).get("x-auth-token")}`;
      const isGood = (await projectOf(keystone, given)) === projectId;
      return simulator.fetch(url, { ...init, headers: { "X-Auth-Token": isGood ? token : "refused" } });
    },
  });
  return {
    url: endpoints.dcs,
    addJob: (duration = 0) => simulator.addJob({ service: "dcs", scenario: "success", duration }).id,
    close,
  };
}

/** The project of a token that is good, by the token itself: each may ask about its own. */
async function projectOf({ url }: Keystone, token: string): Promise<string | undefined> {
  const response = await fetch(`${url}/auth/tokens`, { headers: { "X-Auth-Token": token, "X-Subject-Token": token } });
  const body = (await response.json()) as { readonly token?: { readonly project?: { readonly id: string } } };
  return body.token?.project?.id;
}
