import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSimulator } from "../../src/simulator/index.ts";
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
  const { token, endpoint } = {
    ...simulator.clientOptions.credentials,
    endpoint: simulator.clientOptions.endpoints.dcs,
  };
  const server = createServer(async ({ method = "", url = "", headers }, response) => {
    const given = `${headers["x-auth-token"]}`;
    const isGood = (await projectOf(keystone, given)) === projectId;
    const answer = await simulator.fetch(`${endpoint}${url}`, {
      method,
      headers: { "X-Auth-Token": isGood ? token : "refused" },
    });
    response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), Connection: "close" });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    addJob: (duration = 0) => simulator.addJob({ service: "dcs", scenario: "success", duration }).id,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The project of a token that is good, by the token itself: each may ask about its own. */
async function projectOf({ url }: Keystone, token: string): Promise<string | undefined> {
  const response = await fetch(`${url}/auth/tokens`, { headers: { "X-Auth-Token": token, "X-Subject-Token": token } });
  const body = (await response.json()) as { readonly token?: { readonly project?: { readonly id: string } } };
  return body.token?.project?.id;
}
