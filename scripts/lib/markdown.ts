/** A row of a table in Markdown. */
export const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** A text as a cell: on one line, and without an end of the cell in it. */
export const cell = (text: string): string => text.replaceAll(/\s+/g, " ").trim().replaceAll("|", "\\|");

/** A table of any texts, whose columns are aligned to the left. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => "---"), ...rows].map((texts) => row(texts.map(cell))).join("\n");
