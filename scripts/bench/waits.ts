/** The table of what many waits in one process use, beside plain requests at the same rate. */
import { awaitCrowd, UNLIMITED } from "./crowd.ts";
import type { Crowd, Traffic } from "./gateway/crowd.ts";
import { goalsTable } from "./goals.ts";
import { count, MEBIBYTE, mebibytes, seconds } from "./statistics.ts";
import type { Held, Load } from "./waits/shapes.ts";

const crowd: Crowd = { size: 10_000, lasts: 25_000 };
const PER_SECOND = 900;

const goal = { heap: 48, resident: 1.25, cpu: 1.1 };

/** Measures and returns the table as Markdown. */
export async function waits(): Promise<string> {
  const load: Load = {
    size: crowd.size,
    perSecond: PER_SECOND,
    requests: 0,
    measureAfter: crowd.lasts - 5_000,
  };
  const measure = (mode: string, more: Load) =>
    awaitCrowd<Held>("waits/client", mode, { limit: UNLIMITED, crowd, more });
  const ours = await measure("waits", load);
  const plain = await measure("plain", { ...load, requests: ours.requests });
  const size = count(crowd.size);
  const row = (title: string, { requests, cpu, peak }: Held & Traffic): string =>
    `| ${title} | ${count(requests)} | ${((cpu * 1_000) / requests).toFixed(3)} | ${mebibytes(peak)} |`;
  const perRequest = ({ cpu, requests }: Held & Traffic): number => cpu / requests;
  return [
    `## ${size} waits in one process, at ${PER_SECOND} requests per second`,
    "",
    "| program | requests | CPU, ms per request | MiB resident at most |",
    "| --- | ---: | ---: | ---: |",
    row("**ours**, `waitAll`", ours),
    row("raw `fetch` + `json()`", plain),
    "",
    `All jobs begin together and end ${seconds(crowd.lasts)} s later. The waits keep ${mebibytes(ours.heap)} MiB of the heap alive while all of them are open.`,
    "The plain program sends as many requests at the same rate, each for the same job. CPU and memory are those of the whole process.",
    goalsTable([
      {
        what: `${size} jobs awaited: heap above the base, MiB`,
        atMost: goal.heap,
        figure: ours.heap / MEBIBYTE,
        digits: 0,
      },
      {
        what: `${size} jobs awaited: most resident memory, times that of raw \`fetch\` at that rate`,
        atMost: goal.resident,
        figure: ours.peak / plain.peak,
        digits: 2,
      },
      {
        what: "CPU of a poll in a wait, times that of raw `fetch` at that rate",
        atMost: goal.cpu,
        figure: perRequest(ours) / perRequest(plain),
        digits: 2,
      },
    ]),
  ].join("\n");
}
