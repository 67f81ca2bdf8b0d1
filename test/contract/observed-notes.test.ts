import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Marker {
  where: string;
  note: string;
}

interface Node {
  description?: string;
  "x-observed"?: Marker | Marker[];
  [key: string]: unknown;
}

const HEADING = "Observed, not documented:";
const paragraph = ({ note, where }: Marker): string => `${HEADING} ${note.trim()} (${where.trim()})`;
const count = (text: string, part: string): number => text.split(part).length - 1;

/** Every object of a document that carries x-observed, with a pointer to it. */
function observations(node: unknown, pointer = "#"): [pointer: string, node: Node, markers: Marker[]][] {
  if (typeof node !== "object" || node === null) {
    return [];
  }
  const marker = (node as Node)["x-observed"];
  const own: ReturnType<typeof observations> = marker === undefined ? [] : [[pointer, node as Node, [marker].flat()]];
  return [...own, ...Object.entries(node).flatMap(([key, child]) => observations(child, `${pointer}/${key}`))];
}

describe.each(["sfs-turbo", "workspace", "dcs"])("the bundled contract of %s", (api) => {
  const text = readFileSync(new URL(`../../generated/${api}.json`, import.meta.url), "utf8");
  const found = observations(JSON.parse(text));

  it("tells each observation once, in the description of what was observed", () => {
    const told = found.map(([pointer, node, markers]) => [
      pointer,
      markers.map((marker) => count(node.description ?? "", paragraph(marker))),
    ]);

    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual(found.map(([pointer, , markers]) => [pointer, markers.map(() => 1)]));
  });

  it("tells nothing else as an observation", () => {
    const markers = found.flatMap(([, , markers]) => markers);

    expect(count(text, HEADING)).toBe(markers.length);
  });
});

describe("the decorator", async () => {
  const { default: plugin } = await import(new URL("../../scripts/redocly/observed.mjs", import.meta.url).href);
  const { any, ref } = plugin().decorators.oas3.describe();
  const marker = { where: "an issue", note: "It answers late." };
  const told = "Observed, not documented: It answers late. (an issue)";

  it("appends a paragraph per marker", () => {
    const node = { description: "A job.\n", "x-observed": [marker, { where: "a page", note: "It hides." }] };
    any.enter(node);

    expect(node.description).toBe(`A job.\n\n${told}\n\nObserved, not documented: It hides. (a page)`);
  });

  it("makes a description where there is none", () => {
    const node: Node = { "x-observed": marker };
    any.enter(node);

    expect(node.description).toBe(told);
  });

  it("changes nothing on a second run", () => {
    const node = { description: "A job.", "x-observed": marker };
    any.enter(node);
    const once = structuredClone(node);
    any.enter(node);

    expect(node).toEqual(once);
  });

  it("leaves alone what has no marker", () => {
    const node = { description: "A job.\n" };
    any.enter(node);

    expect(node).toEqual({ description: "A job.\n" });
  });

  it("keeps the target's description where a $ref has a marker and no description", () => {
    const reference: Node = { $ref: "DcsJob.yaml", "x-observed": marker };
    ref.enter(reference, {}, { node: { description: "A job." } });

    expect(reference.description).toBe(`A job.\n\n${told}`);
  });
});
