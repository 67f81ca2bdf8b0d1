import { Command, Option } from "commander";
import type { Services } from "../services/service.ts";
import type { Redactor } from "../util/redact.ts";
import { clouds } from "../util/regions.ts";
import { invalidOption, oneOf } from "../util/validate.ts";
import { config, dryRun } from "./config.ts";
import type { ExitReason } from "./exit-code.ts";
import { get } from "./get.ts";
import { configurationHelp, examples, exitCodeHelp, getOutputHelp, outputHelp, referencesHelp } from "./help.ts";
import { formats, type JobFlags, type Session, type WaitFlags } from "./session.ts";
import { type SimulateFlags, simulate } from "./simulate.ts";
import { sizeOf } from "./style.ts";
import { wait } from "./wait.ts";

const DEFAULT_PORT = 8_080;

/** The commands and their options. A command calls `end` with its exit reason. */
export function makeProgram(session: Session, end: (reason: ExitReason) => void): Command {
  const { services, io } = session;
  const program = new Command("huaweicloud-jobs")
    .description(`Follows the asynchronous jobs of ${titles(session)} to their end.`)
    .version(io.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .option("--debug", "show stack traces")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => sizeOf(io.stdout).columns,
      getErrHelpWidth: () => sizeOf(io.stderr).columns,
      outputError: (text) => session.fail(withoutValue(text.trimEnd().replace(/^error: /, ""), session.secrets.redact)),
    })
    .showSuggestionAfterError()
    .addHelpText("after", exitCodeHelp)
    .addHelpText("after", () => configurationHelp(services))
    .addHelpText("after", () =>
      examples([...getExamples(services), ...waitExamples(services), simulateExample, helpExample]),
    );

  jobCommand(program, session, "get", "show each job once")
    .addHelpText("after", getOutputHelp)
    .addHelpText("after", exitCodeHelp)
    .addHelpText("after", () => configurationHelp(services))
    .addHelpText("after", () => examples(getExamples(services)))
    .action(async (refs: string[], flags: JobFlags) => end(await (flags.dryRun ? dryRun : get)(session, refs, flags)));

  jobCommand(program, session, "wait", "wait until every job has finished, and show each change")
    .option("--timeout <duration>", "how long to wait in all: 90s, 30m, 1h30m, infinity (default: 1h)")
    .option("--interval <pause>", "between two polls of a job: 5s, or from 5s..30s as the job ages (the default)")
    .option(
      "--not-found-grace <duration>",
      "how long a job may not be found yet (default: 0s, or 30s if the response of the call that started a job is read)",
    )
    .option("--fail-fast", "stop at the first job that fails or cannot be polled; the others go on in the cloud")
    .addHelpText("after", outputHelp)
    .addHelpText("after", exitCodeHelp)
    .addHelpText("after", () => configurationHelp(services))
    .addHelpText("after", () => examples(waitExamples(services)))
    .action(async (refs: string[], flags: WaitFlags) =>
      end(await (flags.dryRun ? dryRun : wait)(session, refs, flags)),
    );

  connectionOptions(program.command("config"))
    .description("print what the other commands would use, where it was found, and what is not used; sends nothing")
    .option("--json", "print one JSON object")
    .action((flags: JobFlags) => end(config(session, flags)));

  program
    .command("simulate")
    .description("serve made-up jobs on this machine, to try the other commands without a cloud")
    .option("--port <number>", "where to listen on 127.0.0.1; 0 takes any port that is free", readPort, DEFAULT_PORT)
    .option("--json", "print where it listens, token, project and jobs as one JSON object")
    .option("--services <file>", "a JSON file with rows of your own services, by name; may be repeated", append)
    .option("--debug", "show stack traces")
    .addHelpText("after", "\nRuns until Ctrl-C, which is its regular end: exit code 0. A port in use is 2.")
    .addHelpText("after", () => examples([simulateExample]))
    .action(async (flags: SimulateFlags) => end(await simulate(session, flags)));

  program
    .command("help")
    .description("print the help of a command")
    .argument("[command]")
    .addHelpText("after", () => examples([helpExample]))
    .action((name?: string) => {
      const target = name === undefined ? program : program.commands.find((command) => command.name() === name);
      if (target === undefined) {
        return program.error(`error: unknown command '${name}'`);
      }
      target.help();
    });
  return program;
}

/** A command on references, with the options for services and credentials. */
function jobCommand(program: Command, { services }: Session, name: string, description: string): Command {
  const command = program
    .command(name)
    .description(description)
    .argument("[SERVICE/JOB_ID...]", "the jobs; - for standard input")
    .addOption(new Option("--json", "the same as -o jsonl").conflicts("output"))
    .addOption(
      new Option(
        "-o, --output <format>",
        "what to print: table (the default), json (one document), jsonl (a line per object), ids",
      )
        .choices(formats)
        .argParser((value) => oneOf("--output", value, formats)),
    )
    .addOption(
      new Option("--quiet", "print errors only, on standard error; the exit code tells the rest").conflicts([
        "json",
        "output",
      ]),
    )
    .option(
      "--service <name>",
      "the service to assume for bare job IDs and for the JSON response of the call that started the job",
    );
  return connectionOptions(command)
    .option("--rate <number>", "at most so many requests per second to each service, for example 20 or 0.5")
    .option("--dry-run", "print what would be requested with what, as config does; sends nothing")
    .addHelpText("after", () => referencesHelp(services));
}

function connectionOptions(command: Command): Command {
  return command
    .option("--cloud <name>", clouds.join(" or "))
    .option("--region <name>", "for example eu-de or cn-north-4")
    .option("--project <id>", "the project of the jobs")
    .option("--endpoint <service=url>", "a service's base URL in place of cloud and region; may be repeated", append)
    .option("--services <file>", "a JSON file with rows of your own services, by name; may be repeated", append)
    .option("--token <token>", "an IAM token; safer in the environment, as other users can see options")
    .option("--profile <name>", "a profile of the credentials file; takes precedence over the environment")
    .option("--debug", "show stack traces");
}

function append(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw invalidOption("--port", "a whole number, 0 to 65535", text);
  }
  return port;
}

/** Hides the value of an unknown option, which may be a secret, and secrets in the place of a command or an option. */
function withoutValue(message: string, redact: Redactor["redact"]): string {
  const [, start, given, rest] = /^(unknown \w+ ')(.*)('.*)$/s.exec(message) ?? [];
  return given === undefined ? message : `${start}${redact(given.replace(/^(--?[^=]+)=.*/s, "$1=…"))}${rest}`;
}

function titles({ services, sanitize }: Session): string {
  const names = Object.values(services).map(({ title }) => sanitize(title));
  return [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");
}

const simulateExample = "huaweicloud-jobs simulate --port 8080";
const helpExample = "huaweicloud-jobs help wait";

function getExamples(services: Services): string[] {
  const [first] = Object.keys(services);
  return [`huaweicloud-jobs get ${first}/JOB_ID`, "huaweicloud-jobs get --json < references.txt > jobs.jsonl"];
}

function waitExamples(services: Services): string[] {
  const [first, second = first] = Object.keys(services);
  return [
    `huaweicloud-jobs wait ${first}/JOB_ID ${second}/JOB_ID --timeout 30m`,
    `curl ... | huaweicloud-jobs wait --service ${first} --json`,
  ];
}
