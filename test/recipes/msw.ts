import type { createSimulator } from "huaweicloud-jobs/simulator";
import { HttpResponse, http } from "msw";

/** The paths of the job endpoints, on any host; all others are left to your own handlers. */
const paths = ["*/v1/:project/sfs-turbo/jobs/:job", "*/v2/:project/workspace-jobs/:job", "*/v2/:project/jobs/:job"];

/** Handlers that respond from a simulator, in Node or in the service worker of a browser. */
export function jobHandlers(simulator: ReturnType<typeof createSimulator>) {
  return paths.map((path) =>
    http.all(path, async ({ request }) => {
      try {
        return await simulator.fetch(request);
      } catch {
        // The simulator breaks the connection; without this, msw would respond with 500.
        return HttpResponse.error();
      }
    }),
  );
}
