/**
 * Undoes what a web viewer of source files adds to a page: a gutter, which comes along when the page is copied from
 * there, as a "|" between any two lines, as a number before each line, or as a line with a number alone.
 */
export function withoutGutter(text: string): string {
  return [withoutBars, withoutNumberLines, withoutNumbers]
    .reduce((lines, undo) => undo(lines), text.split("\n"))
    .join("\n");
}

const filled = (lines: readonly string[]): number => lines.filter((line) => line.trim() !== "").length;

function withoutBars(lines: string[]): string[] {
  const isBar = (line: string): boolean => /^\s*[|│]\s*$/.test(line);
  return lines.filter(isBar).length > filled(lines) / 5 ? lines.filter((line) => !isBar(line)) : lines;
}

/** The numbers count up from 1, and there is one for every line or two. */
function withoutNumberLines(lines: string[]): string[] {
  const places = new Set<number>();
  lines.forEach((line, place) => {
    if (line.trim() === String(places.size + 1)) {
      places.add(place);
    }
  });
  const isGutter = places.size >= 5 && places.size > filled(lines) / 3;
  return isGutter ? lines.filter((_, place) => !places.has(place)) : lines;
}

function withoutNumbers(lines: string[]): string[] {
  const gutter = /^\s*(\d{1,6})(?:\s*[|│:]\s?|\t|\s|$)/;
  let next = 1;
  const stripped = lines.map((line) => {
    const [prefix, digits] = gutter.exec(line) ?? [];
    if (prefix === undefined || Number(digits) !== next) {
      return line;
    }
    next += 1;
    return line.slice(prefix.length);
  });
  return next > 5 && next - 1 > filled(lines) * 0.8 ? stripped : lines;
}
