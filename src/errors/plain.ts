/**
 * A text from outside as part of a message: on one line, without control characters (which a terminal would obey), cut
 * to a length. It must be free of credentials before it is cut.
 */
export function plain(text: string, longest: number): string {
  const start = text.slice(0, 4 * longest);
  const line = start.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
