/** How much of a body a message quotes. */
const LONGEST_QUOTE = 300;

/** The start of a body that nothing else can be said of, on one line. The text must be free of credentials. */
export function quote(body: string): string {
  return body.trim().slice(0, LONGEST_QUOTE).replaceAll(/\s+/g, " ");
}
