import { expect, suite, test } from "vitest";
import { ticksTo } from "../../scripts/soak/axis.ts";
import { type Chart, draw } from "../../scripts/soak/chart.ts";

const chart: Chart = {
  title: "Cause & effect",
  description: "What <happened>.",
  across: { title: "minutes", most: 5.2 },
  panels: [
    {
      title: "Memory, MiB",
      series: [
        {
          name: "in use",
          style: "plain",
          points: [
            [0, 10],
            [2.6, 40],
            [5.2, 20],
          ],
        },
        {
          name: "limit",
          style: "limit",
          points: [
            [0, 30],
            [5.2, 30],
          ],
        },
      ],
    },
    {
      title: "Requests",
      series: [
        {
          name: "requests",
          style: "plain",
          points: [
            [0, 0],
            [5.2, 0],
          ],
        },
      ],
    },
  ],
};

suite(draw, () => {
  const svg = draw(chart);

  test("stands alone and says in words what it shows", () => {
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [^>]*role="img" aria-labelledby="title description">/,
    );
    expect(svg).toContain('<title id="title">Cause &amp; effect</title>');
    expect(svg).toContain('<desc id="description">What &lt;happened>.</desc>');
    expect(svg).toContain("prefers-color-scheme: dark");
    expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|url\(|@import/);
  });

  test("sets each point at its place between the axes", () => {
    expect(svg).toContain('<polyline class="line plain" points="56,174 456,84 856,144"/>');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("names the lines of a diagram that has several of them", () => {
    expect(svg).toContain(">in use</text>");
    expect(svg).not.toContain(">requests</text>");
  });
});

test.each([
  [40, 4, [0, 10, 20, 30, 40]],
  [41, 4, [0, 20, 40, 60]],
  [0.3, 3, [0, 0.1, 0.2, 0.3]],
  [1_234, 4, [0, 500, 1_000, 1_500]],
  [5.2, 6, [0, 1, 2, 3, 4, 5, 6]],
])("an axis to %d in some %d steps has round numbers", (most, wanted, ticks) => {
  expect(ticksTo(most, wanted)).toEqual(ticks);
});

test("an axis of nothing but zeros has a height all the same", () => {
  expect(ticksTo(0, 4).at(-1)).toBeGreaterThan(0);
});
