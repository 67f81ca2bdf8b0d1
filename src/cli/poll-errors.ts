import { keyOf, nameOf, type Ref } from "./outcome.ts";
import { timeOf } from "./row.ts";
import type { JobView, View } from "./view.ts";

/**
 * A view that also tells, in lines for people, when a job gets into trouble and when that is over; not at each poll,
 * and not when it ends the wait, which the outcome tells.
 */
export function tellingTrouble(view: JobView, say: (line: string) => void, now: () => number): View {
  const troubled = new Map<string, { told: boolean }>();
  const tell = (ref: Ref, words: string) => say(`${timeOf(now())} ${nameOf(ref)} ${words}`);
  return {
    ...view,
    poll(ref, trouble) {
      const key = keyOf(ref);
      const before = troubled.get(key);
      if (trouble === undefined) {
        troubled.delete(key);
        if (before?.told) {
          tell(ref, "answers again");
        }
      } else if (before === undefined) {
        const since = { told: false };
        troubled.set(key, since);
        setImmediate(() => {
          if (troubled.get(key) === since) {
            since.told = true;
            tell(ref, `trouble: ${trouble}; trying again`);
          }
        });
      }
    },
    outcome(outcome) {
      troubled.delete(keyOf(outcome.ref));
      view.outcome(outcome);
    },
    close(how) {
      troubled.clear();
      view.close(how);
    },
  };
}
