/** Draws series over time as an SVG that stands alone, readable on light and dark, and says in words what it shows. */
import { ticksTo } from "./axis.ts";
import type { Point } from "./trend.ts";

/** One line, and how the style sheet below draws it. */
export interface Series {
  readonly name: string;
  readonly style: "strong" | "plain" | "limit";
  readonly points: readonly Point[];
}

/** One diagram; all of a chart share the horizontal axis. */
interface Panel {
  /** What is drawn, with its unit. */
  readonly title: string;
  readonly series: readonly Series[];
}

export interface Chart {
  readonly title: string;
  /** What it shows, in words. */
  readonly description: string;
  /** What the horizontal axis says, and how far it goes. */
  readonly across: { readonly title: string; readonly most: number };
  readonly panels: readonly Panel[];
}

const WIDTH = 880;
const LEFT = 56;
const RIGHT = WIDTH - 24;
const TOP = 56;
/** Of a diagram's lines and of all that belongs to it. */
const HEIGHT = 120;
const PITCH = 180;

const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 16px; font-weight: 600; }
  .heading { font-weight: 600; }
  .note { fill: #59636e; }
  .background { fill: #ffffff; }
  .grid { stroke: #d1d9e0; }
  .line { fill: none; stroke-width: 1.5; stroke-linejoin: round; }
  .strong { stroke: #0550ae; stroke-width: 2.5; }
  .plain { stroke: #bc4c00; }
  .limit { stroke: #0550ae; stroke-dasharray: 5 4; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .note { fill: #9198a1; }
    .background { fill: #0d1117; }
    .grid { stroke: #3d444d; }
    .strong, .limit { stroke: #79c0ff; }
    .plain { stroke: #f0883e; }
  }
`;

export function draw({ title, description, across, panels }: Chart): string {
  const height = TOP + panels.length * PITCH + 16;
  const ticks = ticksTo(across.most, 6);
  const x = (value: number) => LEFT + (value / across.most) * (RIGHT - LEFT);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<style>${style}</style>`,
    `<rect class="background" width="${WIDTH}" height="${height}"/>`,
    text(LEFT, 30, title, "title"),
    ...panels.flatMap((panel, index) => drawPanel(panel, TOP + index * PITCH)),
    text(RIGHT, height - 14, across.title, "note", "end"),
    "</svg>",
    "",
  ].join("\n");

  function drawPanel(panel: Panel, top: number): string[] {
    const floor = top + 28 + HEIGHT;
    const values = panel.series.flatMap(({ points }) => points.map(([, value]) => value));
    const levels = ticksTo(Math.max(...values), 4);
    const y = (value: number) => floor - (value / (levels.at(-1) ?? 1)) * HEIGHT;
    const xs = ticks.filter((tick) => tick <= across.most);
    return [
      text(LEFT, top + 14, panel.title, "heading"),
      ...(panel.series.length > 1 ? legend(panel.series, top + 14) : []),
      ...levels.map((level) => line("grid", [LEFT, y(level)], [RIGHT, y(level)])),
      ...levels.map((level) => text(LEFT - 8, y(level) + 4, level.toLocaleString("en-US"), "note", "end")),
      ...xs.map((tick) => text(x(tick), floor + 18, String(tick), "note", "middle")),
      ...panel.series.map(({ style, points }) =>
        polyline(
          style,
          points.map(([time, value]) => [x(time), y(value)]),
        ),
      ),
    ];
  }
}

/** From the right, in the order of the series. */
function legend(series: readonly Series[], y: number): string[] {
  const widths = series.map(({ name }) => 44 + 5.9 * name.length);
  return series.flatMap(({ name, style }, index) => {
    const x = RIGHT - widths.slice(index).reduce((sum, width) => sum + width, 0);
    return [line(`line ${style}`, [x, y - 4], [x + 22, y - 4]), text(x + 28, y, name)];
  });
}

function line(kind: string, from: Point, to: Point): string {
  return `<line class="${kind}" x1="${at(from[0])}" y1="${at(from[1])}" x2="${at(to[0])}" y2="${at(to[1])}"/>`;
}

function polyline(kind: string, points: readonly Point[]): string {
  return `<polyline class="line ${kind}" points="${points.map(([x, y]) => `${at(x)},${at(y)}`).join(" ")}"/>`;
}

function text(x: number, y: number, words: string, kind?: string, anchor?: "middle" | "end"): string {
  const attributes = `${kind ? ` class="${kind}"` : ""}${anchor ? ` text-anchor="${anchor}"` : ""}`;
  return `<text x="${at(x)}" y="${at(y)}"${attributes}>${escaped(words)}</text>`;
}

function at(position: number): string {
  return String(Math.round(position * 10) / 10);
}

function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
