import fc from "fast-check";
import { anyText, repeated } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";
import { runCommand } from "./command.ts";

const value: Readonly<Record<string, readonly string[]>> = {
  "--timeout": ["30m", "1h30m", "infinity", "0s", "1"],
  "--interval": ["5s", "2s..30s", "30s..2s", "..", "0.0001ms"],
  "--rate": ["20", "0.5", "0", "1e9", "0.0000001"],
  "--service": ["dcs", "sfs-turbo", "constructor"],
  "--cloud": ["otc", "huaweicloud", "aws"],
  "--region": ["eu-de", "eu-ch2", "EU-DE"],
  "--project": ["p", "..", "a/b"],
  "--endpoint": [
    "dcs=https://a.test",
    "dcs=",
    "=",
    "x=https://a.test",
    "dcs=http://a.test",
    "dcs=https://u:PWcanary5@a",
  ],
  "--token": ["TOKENcanary1", "TOKENcanary1\n", ""],
  "--profile": ["basic", "__proto__"],
  "--port": ["0", "99999", "-1", "1e3"],
};
const flags = ["--json", "--fail-fast", "--debug", "--help", "-h", "--version", "-V", "--", "-", "--no-json", "-x"];
const ids = ["dcs/good", "dcs/good", "workspace/bad", "good", "dcs/missing", "dcs/", "/", "dcs/../x", "toString/x"];

const garbage = fc.oneof(anyText, repeated(100_000, "-", "=", "/", "'", "--x=", "1h", "1", "."));
const option = fc
  .constantFrom(...Object.entries(value))
  .chain(([name, values]) =>
    fc
      .tuple(
        fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, garbage),
        fc.constantFrom(" ", " ", "=", ""),
      )
      .map(([given, sign]) => (sign === " " ? [name, given] : [`${name}${sign}${given}`])),
  );
const part = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ids).map((id) => [id]) },
  { weight: 4, arbitrary: option },
  { weight: 2, arbitrary: fc.constantFrom(...flags).map((flag) => [flag]) },
  { weight: 1, arbitrary: garbage.map((text) => [text]) },
);
const command = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(["get"], ["wait"], ["wait"]) },
  { weight: 1, arbitrary: fc.constantFrom(["simulate", "--port", "0"], ["help", "get"], ["help"], []) },
  { weight: 1, arbitrary: garbage.map((text) => [text]) },
);

/** Any arguments: a documented exit code, a message without a stack trace, and an end. */
export const commandArguments = defineTarget({
  name: "arguments",
  share: 60,
  input: fc.record({
    argv: fc.tuple(command, fc.array(part, { maxLength: 4 })).map(([command, parts]) => [...command, ...parts.flat()]),
    columns: fc.constantFrom(undefined, undefined, 0, 1, 20, 80, 10_000),
    stdin: fc.option(anyText, { nil: undefined }),
  }),
  run: ({ argv, columns, stdin }) => runCommand(argv, { columns, stdin }),
});
