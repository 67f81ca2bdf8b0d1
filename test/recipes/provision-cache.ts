import { JobFailedError, type JobsClient, jobRefFromResponse } from "huaweicloud-jobs";

/** What the call that creates an instance answers. */
interface Started {
  readonly instance_id: string;
  readonly job_id: string;
}

/** Creates a cache, and resolves with its ID once it is ready. Tests hand in what it talks to. */
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
