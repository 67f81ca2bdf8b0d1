import { JobFailedError, type JobsClient, jobRefFromResponse } from "huaweicloud-jobs";

/** The response of the call that creates an instance. */
interface Started {
  readonly instance_id: string;
  readonly job_id: string;
}

/** Creates a cache, and resolves with its ID once it is ready. Tests pass in a client of the simulator. */
export async function provisionCache(jobs: JobsClient, create: () => Promise<Started>): Promise<string> {
  const started = await create();
  try {
    await jobs.wait(jobRefFromResponse("dcs", started), { timeout: 30 * 60_000 });
  } catch (error) {
    if (error instanceof JobFailedError) {
      throw new Error(`There is no cache: ${error.job.error?.reason}`, { cause: error });
    }
    throw error;
  }
  return started.instance_id;
}
