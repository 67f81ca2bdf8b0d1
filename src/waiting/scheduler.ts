import { createPoller, type Follower, type Poller, type Surroundings, type Target } from "./poller.ts";

/** All polls of a client. A job that several callers follow is polled once for all of them. */
export interface Scheduler {
  join(target: Target, follower: Follower): Poller;
}

export function createScheduler(surroundings: Surroundings): Scheduler {
  const pollers = new Map<string, Poller>();
  return {
    join(target, follower) {
      // Service, ID and project: none of the three can hold a slash.
      const key = Object.values(target.ref).join("/");
      const poller = pollers.get(key) ?? createPoller(target, surroundings, () => pollers.delete(key));
      pollers.set(key, poller);
      poller.join(follower);
      return poller;
    },
  };
}
