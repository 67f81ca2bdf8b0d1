import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** The texts of a recording, each once. */
const textOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text).join(" ");

const pictures = readdirSync(new URL("../../docs/images", import.meta.url));

describe.each(["README.md", "docs/guides/command-line.md"])("%s", (page) => {
  test("shows each picture for light and dark pages, and describes it", () => {
    const base = page === "README.md" ? "docs/images" : "../images";
    const sources = read(page).matchAll(/srcset="(\S+)-dark\.svg">\n {2}<img src="(\S+)-light\.svg" alt="([^"]+)">/g);
    const shown = [...sources].map(([, dark, light, alt = ""]) => ({ isPair: dark === light, name: light, alt }));
    expect(shown.length).toBeGreaterThan(0);
    for (const { isPair, name, alt } of shown) {
      expect({ isPair, isThere: pictures.includes(`${name?.replace(`${base}/`, "")}-dark.svg`) }).toEqual({
        isPair: true,
        isThere: true,
      });
      expect(alt).toMatch(/^A terminal: /);
    }
  });
});

test.each(pictures)("%s is small, loads nothing, and shows the command as it is", (name) => {
  const svg = read(`docs/images/${name}`);
  expect(svg.length).toBeLessThan(100 * 1_024);
  expect(svg.match(/(?:href|src)="(?!#)[^"]*"|url\(|@import|<script/g)).toBeNull();
  const text = textOf(svg);
  for (const words of ["npx huaweicloud-jobs wait", "STATE", "PROGRESS", "next poll in", "✓ succeeded", "✗ failed"]) {
    expect(text.includes(words) || words.split(" ").every((word) => text.includes(word))).toBe(true);
  }
});
