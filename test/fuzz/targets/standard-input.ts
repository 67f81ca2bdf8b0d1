import fc from "fast-check";
import { bodyText } from "../inputs/json.ts";
import { anyText, mutilated, repeated } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";
import { runCommand } from "./command.ts";

const lines = [
  "dcs/good\nworkspace/bad\n",
  "# jobs\r\ndcs/good\r\n\r\ngood\r\n",
  '{"service":"dcs","id":"good"}\n{"event":"outcome","ref":{"service":"dcs","id":"good"}}\n',
];
const responses = [
  '{"job_id":"good"}',
  '{"jobId":"good","service":"dcs","projectId":"p"}',
  '[{"job":{"service":"dcs","id":"good","projectId":"p"}},{"ref":{"service":"workspace","id":"bad"}}]',
  '{"error_code":"DCS.4002","error_msg":"no","request_id":"r"}',
];

/** Any standard input: references to jobs, or exit code 2 and the bad lines. */
export const standardInput = defineTarget({
  name: "standard-input",
  share: 40,
  input: fc.record({
    argv: fc.constantFrom(["get"], ["wait"], ["get", "--json"], ["wait", "--json"], ["get", "--service", "dcs"]),
    stdin: fc.oneof(
      { weight: 3, arbitrary: mutilated(lines, ["\n", "#", "{", "}", "dcs/", "/", "\r", "-", '"']) },
      { weight: 3, arbitrary: bodyText(responses, ["good", "bad", "dcs", "workspace"]) },
      { weight: 1, arbitrary: fc.array(anyText).map((texts) => texts.join("\n")) },
      { weight: 1, arbitrary: repeated(2 ** 20, "\n", " ", "#", "dcs/good\n", '{"', "x/y\n", "[") },
    ),
  }),
  run: ({ argv, stdin }) => runCommand(argv, { stdin }),
});
