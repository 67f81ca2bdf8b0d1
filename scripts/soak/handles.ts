/** What keeps a process alive: timers, sockets and the like. */

/** How many there are of each kind. */
export type Handles = Readonly<Record<string, number>>;

export function handles(): Handles {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** Connections that are open, from whichever side. */
export function sockets(): number {
  return handles()["TCPSocketWrap"] ?? 0;
}

/** How many more there are of some kinds, sockets apart. */
export function grown(before: Handles, now: Handles): Handles {
  const more = Object.entries(now).map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const);
  return Object.fromEntries(more.filter(([kind, count]) => count > 0 && kind !== "TCPSocketWrap"));
}
