/** Colours for the code that one edits. */

export interface Token {
  readonly text: string;
  readonly kind: "comment" | "string" | "number" | "keyword" | "call" | "plain";
}

const KEYWORDS =
  "async|await|break|catch|class|const|continue|else|export|false|finally|for|from|function|if|import|in|instanceof|let|new|null|of|return|throw|true|try|typeof|undefined|while";

const PATTERN = new RegExp(
  [
    "(?<comment>//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$))",
    "(?<string>\"(?:\\\\.|[^\"\\\\\\n])*\"?|'(?:\\\\.|[^'\\\\\\n])*'?|`(?:\\\\.|[^`\\\\])*`?)",
    "(?<number>\\b\\d[\\d_.]*\\b)",
    `(?<keyword>\\b(?:${KEYWORDS})\\b)`,
    "(?<call>[A-Za-z_$][\\w$]*(?=\\())",
    "(?<plain>[A-Za-z_$][\\w$]*|[^])",
  ].join("|"),
  "g",
);

/** The tokens of a program; together they are its text. */
export function tokensOf(code: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: text, groups = {} } of code.matchAll(PATTERN)) {
    const [kind] = Object.entries(groups).find(([, value]) => value !== undefined) as [Token["kind"], string];
    const last = tokens.at(-1);
    if (last?.kind === kind) {
      tokens[tokens.length - 1] = { kind, text: last.text + text };
    } else {
      tokens.push({ kind, text });
    }
  }
  return tokens;
}
