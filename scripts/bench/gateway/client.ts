/** Waits for all jobs of a crowd in one of the ways, and tells its parent how late each end was noticed. */
import { type Begun, type Crowd, durationOf, idOf, type Noticed } from "./crowd.ts";
import { waits } from "./waits.ts";

const [, , name = "", port] = process.argv;
const wait = await waits[name]?.(`http://127.0.0.1:${port}`);

process.once("message", async ({ crowd, startedAt }: Begun & { readonly crowd: Crowd }) => {
  const lateness: number[] = [];
  let failed = 0;
  const follow = async (_: unknown, index: number): Promise<void> => {
    try {
      await wait?.(idOf(index));
      lateness.push(Date.now() - startedAt - durationOf(index, crowd));
    } catch {
      failed += 1;
    }
  };
  await Promise.all(Array.from({ length: crowd.size }, follow));
  const noticed: Noticed = { lateness, failed };
  process.send?.(noticed, () => process.exit());
});
process.send?.("ready");
