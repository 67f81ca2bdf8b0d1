import fc from "fast-check";
import { anyText, mutilated, repeated } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";
import { runCommand } from "./command.ts";

const ecs =
  '{"ecs":{"path":"/v1/{project_id}/jobs/{job_id}","hosts":{"prefix":"ecs"},"fields":{"id":"job_id","status":"status"},"states":{"SUCCESS":"succeeded"},"subJobs":{"list":"entities.sub_jobs"}}}';
const files = [
  ecs,
  `\ufeff${JSON.stringify(JSON.parse(ecs), null, 2)}`,
  '{"a":{"path":"/{id}","fields":{"status":"s"},"states":{"1":"failed"},"gone":"succeeded"},"dcs":{},"__proto__":{}}',
];
const signs = ["{", "}", "[", "]", ":", ",", '"', "\\", "null", "5", "true", "{job_id}", "..", "__proto__", "dcs"];

/** Files of rows for `--services`: a command that knows them, or exit code 2 that names the file. */
export const servicesFiles = defineTarget({
  name: "services-files",
  share: 40,
  input: fc.record({
    text: fc.oneof(
      { weight: 6, arbitrary: mutilated(files, signs) },
      { weight: 1, arbitrary: anyText },
      { weight: 1, arbitrary: repeated(100_000, "[", "{", '{"a":', '{"ecs":{"fields":', " ", "9") },
    ),
    argv: fc.constantFrom(
      ["get", "dcs/good"],
      ["get", "ecs/x", "--endpoint", "ecs=https://ecs.test"],
      ["help", "services"],
    ),
  }),
  run: ({ text, argv }) =>
    runCommand([...argv, "--services", "rows.json"], {
      env: {},
      files: { "rows.json": text, "/project/rows.json": text },
    }),
});
