import type { Cell } from "./blocks.ts";

interface Span {
  readonly cell: Cell;
  readonly columns: number;
  readonly rows: number;
}

const MAX_COLUMNS = 50;

/** A whole number from 1 on; what else an attribute may hold counts as 1. */
const within = (value: number, most: number): number =>
  Number.isInteger(value) && value > 0 ? Math.min(value, most) : 1;

/** Rows of equal meaning by column: each spanning cell is repeated in all the places that it covers. */
export function grid(rows: readonly (readonly Span[])[]): Cell[][] {
  const cells: Cell[][] = rows.map(() => []);
  rows.forEach((row, top) => {
    let left = 0;
    for (const { cell, columns, rows: height } of row) {
      while (cells[top]?.[left] !== undefined) {
        left += 1;
      }
      const right = Math.min(left + within(columns, MAX_COLUMNS), MAX_COLUMNS);
      for (const covered of cells.slice(top, top + within(height, rows.length))) {
        for (let column = left; column < right; column += 1) {
          covered[column] ??= cell;
        }
      }
      left = right;
    }
  });
  return cells;
}
