/** Words that readers stumbled over, and what to write; CONTRIBUTING has the rule. */
const words: readonly (readonly [found: RegExp, instead: string])[] = [
  [/\blook(?:s|ed|ing)?\b(?! like\b)/i, "poll, request, read, check"],
  [/\banswer(?:s|ed|ing)?\b/i, "response, respond, return"],
  [/(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b)/i, "is not a …, has no …"],
  [/\b(?:is|are|was|were|be) told\b/i, "receives"],
  [/\btells?\b(?! apart\b)/i, "says, reports, shows"],
  [/\bgo(?:es)? before\b/i, "takes precedence"],
  [/\bcomes? to\b/i, "is, reaches"],
  [/\bstands? in\b/i, "is in, see"],
  [/\bwhere there (?:is|are)\b/i, "if there is"],
  [/\bof IAM\b(?!')/, "from IAM, IAM …"],
  [/\brights\b|\bthe right to\b/i, "permissions"],
  [/\btroubles?\b/i, "error"],
  [/\b(?:job|wait|time|it) is over\b/i, "has finished"],
  [/\bcannot be followed\b/i, "cannot be polled"],
  [/\bends? (?:is|are) noticed\b/i, "completion is detected"],
];

/** A page without its code, or the comments and texts of a program; what stays keeps its line. */
function prose(path: string, text: string): string {
  const isPage = /\.(?:md|yaml)$/.test(path);
  const parts = isPage
    ? /(^```[\s\S]*?^```|`[^`\n]*`)/gm
    : /(\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)/g;
  // Every second piece is one of the parts.
  const pieces = text.split(parts);
  return pieces
    .map((piece, index) => (isPage === (index % 2 === 0) ? piece : piece.replaceAll(/[^\n]/g, " ")))
    .join("");
}

/** The words of a page or a program that are to be replaced, as "path:line: word: what to write". */
export function languageFindings(path: string, text: string): string[] {
  return prose(path, text)
    .split("\n")
    .flatMap((line, index) =>
      words.flatMap(([word, instead]) => {
        const [found] = word.exec(line) ?? [];
        return found === undefined ? [] : `${path}:${index + 1}: "${found.trim()}": write ${instead}`;
      }),
    );
}
