/**
 * Records the command on a terminal and draws it as animated SVG, for light and dark pages, into docs/images/: a wait for
 * jobs of every service, and one for a job with sub-jobs.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { nameOf } from "../../src/cli/outcome.ts";
import { endpointVariable, variables } from "../../src/cli/settings.ts";
import { createSimulator } from "../../src/simulator/index.ts";
import { listen } from "../../src/simulator/node.ts";
import { type Recording, record } from "./record.ts";
import { themes } from "./themes.ts";

const { render } = createRequire(import.meta.url)("svg-term") as {
  render(recording: unknown, options: object): string;
};

const simulator = createSimulator();
const server = await listen(simulator);
const env = {
  [variables.token[0]]: simulator.clientOptions.credentials.token,
  [variables.project[0]]: simulator.clientOptions.projectId,
  ...Object.fromEntries(Object.entries(server.endpoints).map(([name, url]) => [endpointVariable(name), url])),
};

const add = (job: Parameters<typeof simulator.addJob>[0]) =>
  nameOf(simulator.addJob({ ...job, startsAtFirstRequest: true } as typeof job));

const many = [
  add({ service: "sfs-turbo", id: "8b1e6c52", scenario: "success", duration: 14_000 }),
  add({ service: "workspace", id: "ff8080825c1d", scenario: "success", duration: 24_000 }),
  add({ service: "workspace", id: "ff8080825c2f", scenario: "complete-with-failed-sub-job", duration: 10_000 }),
  add({ service: "dcs", id: "78dde6c4", scenario: "success", duration: 19_000 }),
];
const one = add({ service: "workspace", id: "ff8080825c3a", scenario: "failure", duration: 24_000 });

const recordings = {
  "wait-many": await record(["wait", ...many], 10, env),
  "wait-one": await record(["wait", one], 9, env),
};
await server.close();

for (const [name, recording] of Object.entries(recordings)) {
  const lines = recording.map((line) => JSON.stringify(line)).join("\n");
  for (const [mode, theme] of Object.entries(themes)) {
    const drawn = render(lines, { theme, window: false, paddingX: 14, paddingY: 10 });
    const svg = drawn.replace(/(?=<\/svg>\s*$)/, stillFor(lastMoment(recording)));
    writeFileSync(new URL(`../../docs/images/${name}-${mode}.svg`, import.meta.url), `${svg}\n`);
    process.stdout.write(`docs/images/${name}-${mode}.svg: ${Math.round(svg.length / 1_024)} KiB\n`);
  }
}

/** A moment at which the last screen is shown, in seconds. */
function lastMoment(recording: Recording): number {
  const [, ...events] = recording;
  return (events.at(-1)?.[0] ?? 0) - 1;
}

/** Shows only the last screen to people who asked for less motion. */
function stillFor(seconds: number): string {
  const rule = `*{animation-play-state:paused!important;animation-delay:-${seconds.toFixed(1)}s!important}`;
  return `<style>@media (prefers-reduced-motion:reduce){${rule}}</style>`;
}
