import { widthOf } from "./text.ts";

/** The columns of a live line. */
export type Column = "symbol" | "service" | "id" | "type" | "state" | "bar" | "time";

/** How wide a progress bar with its number is, and the number alone. */
export const BAR = 15;
export const PERCENT = 4;
const STATE = "succeeded".length;

/** What gives way on a narrow terminal, in this order, and down to which width; at none the column is left out. */
const concessions: readonly (readonly [Column, number])[] = [
  ["type", 12],
  ["id", 13],
  ["bar", PERCENT],
  ["type", 0],
  ["id", 8],
  ["state", 0],
  ["service", 3],
];

/** Half of these says nothing: they are whole, or at their least. */
const indivisible: readonly Column[] = ["bar", "state"];

/** From left to right. */
export const columns: readonly Column[] = ["symbol", "service", "id", "type", "state", "bar", "time"];

/** How wide each column may be, so that a line with a space between them is no wider than `room`; 0 leaves it out. */
export function columnWidths(cells: readonly Readonly<Record<Column, string>>[], room: number): Record<Column, number> {
  const widest = (column: Column) => cells.reduce((most, cell) => Math.max(most, widthOf(cell[column])), 0);
  const widths = Object.fromEntries(columns.map((column) => [column, widest(column)])) as Record<Column, number>;
  widths.bar = widths.bar === 0 ? 0 : BAR;
  // So that the columns stay where they are while the states change.
  widths.state = Math.max(widths.state, STATE);
  for (const [column, least] of concessions) {
    const excess = lineWidth(widths) - room;
    if (excess <= 0) {
      break;
    }
    const width = indivisible.includes(column) ? least : Math.max(least, widths[column] - excess);
    widths[column] = Math.min(widths[column], width);
  }
  return widths;
}

/** Columns with a space between them. */
function lineWidth(widths: Record<Column, number>): number {
  const taken = columns.map((column) => widths[column]).filter((width) => width > 0);
  return taken.reduce((sum, width) => sum + width + 1, -1);
}
