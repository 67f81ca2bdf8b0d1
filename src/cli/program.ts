import { Command, Option } from "commander";
import type { Services } from "../services/service.ts";
import type { Redactor } from "../util/redact.ts";
import { clouds } from "../util/regions.ts";
import { invalidOption, oneOf } from "../util/validate.ts";
import { shells } from "./completion.ts";
import { config, dryRun } from "./config.ts";
import type { ExitReason } from "./exit-code.ts";
import { get } from "./get.ts";
import { examples, moreHelp, topicHelp, topics } from "./help.ts";
import { formats, type JobFlags, type Session, type WaitFlags } from "./session.ts";
import { type SimulateFlags, simulate } from "./simulate.ts";
import { sizeOf } from "./style.ts";
import { wait } from "./wait.ts";

const DEFAULT_PORT = 8_080;

/** How many jobs `simulate` serves at most. */
const MAX_JOBS = 1_000;

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
    .showHelpAfterError("See huaweicloud-jobs help.")
    .addHelpText("after", () =>
      examples([
        ...getExamples(services),
        ...waitExamples(services),
        ...[configExample, simulateExample, completionExample],
      ]),
    )
    .addHelpText("after", moreHelp);

  jobCommand(program, "get", "show each job once")
    .addHelpText("after", () => examples(getExamples(services)))
    .addHelpText("after", moreHelp)
    .action(async (refs: string[], flags: JobFlags) => end(await (flags.dryRun ? dryRun : get)(session, refs, flags)));

  jobCommand(program, "wait", "wait until every job has finished, and show each change")
    .option("--timeout <duration>", "in all: 90s, 1h30m, infinity (default: 1h)")
    .option("--interval <pause>", "between polls: 5s, or 5s..30s (the default)")
    .option("--not-found-grace <time>", "how long a job may not be found yet")
    .option("--fail-fast", "stop at the first job that fails or is lost")
    .option("--bell", "ring the bell of the terminal at the end")
    .addHelpText("after", () => examples(waitExamples(services)))
    .addHelpText("after", moreHelp)
    .action(async (refs: string[], flags: WaitFlags) =>
      end(await (flags.dryRun ? dryRun : wait)(session, refs, flags)),
    );

  connectionOptions(commandOf(program, "config", "print what the other commands would use, and where it was found"))
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nSends nothing. Also prints what was found and is not used.")
    .addHelpText("after", () => examples([configExample]))
    .addHelpText("after", moreHelp)
    .action((flags: JobFlags) => end(config(session, flags)));

  commandOf(program, "simulate", "serve simulated jobs on this machine, to try the other commands without a cloud")
    .option(
      "--port <number>",
      "where to listen on 127.0.0.1; 0 takes any port that is free",
      wholeNumber("--port", 0, 65_535),
      DEFAULT_PORT,
    )
    .option(
      "--jobs <number>",
      "how many jobs in all (default: one of each service, and one more)",
      wholeNumber("--jobs", 1, MAX_JOBS),
    )
    .option(
      "--fail <number>",
      "how many of them fail (default: 1, or 0 if there is only one)",
      wholeNumber("--fail", 0, MAX_JOBS),
    )
    .option("--duration <duration>", "how long a job takes from its first poll (default: 20s)")
    .option("--env", 'print the environment of a simulator that runs, as exports for eval "$(...)", and exit')
    .option("--json", "print where it listens, token, project and jobs as one JSON object")
    .option("--services <file>", "a JSON file with rows of your own services, by name; may be repeated", append)
    .option("--debug", "show stack traces")
    .addHelpText("after", "\nRuns until Ctrl-C, then exits with 0; with 2 if the port is in use.")
    .addHelpText("after", () => examples([simulateExample]))
    .action(async (flags: SimulateFlags) => end(await simulate(session, flags)));

  commandOf(program, "completion", "print the completion script of a shell")
    .argument("<shell>", Object.keys(shells).join(", "), (shell) => oneOf("shell", shell, Object.keys(shells)))
    .option("--services <file>", "services of your own; may be repeated", append)
    .addHelpText("after", "\nRead it when the shell starts; of zsh, after compinit. In fish: ... | source")
    .addHelpText("after", () => examples([completionExample]))
    .action((shell: string) => {
      io.stdout.write(shells[shell]?.(program, services) ?? "");
    });

  commandOf(program, "help", "print the help of a command or a topic")
    .argument("[topic]", Object.keys(topics).join(", "))
    .option("--services <file>", "services of your own; may be repeated", append)
    .addHelpText("after", () => examples([helpExample, "huaweicloud-jobs help credentials"]))
    .action((name?: string) => {
      const target = name === undefined ? program : program.commands.find((command) => command.name() === name);
      if (target !== undefined) {
        target.help();
      } else if (name !== undefined && Object.hasOwn(topics, name)) {
        io.stdout.write(topicHelp(name, services));
      } else {
        program.error(`error: unknown topic '${name}'; the topics are ${Object.keys(topics).join(", ")}`);
      }
    });
  return program;
}

/** A command, after whose errors its help is pointed to. */
function commandOf(program: Command, name: string, description: string): Command {
  return program.command(name).description(description).showHelpAfterError(`See huaweicloud-jobs help ${name}.`);
}

/** A command on references, with the options for services and credentials. */
function jobCommand(program: Command, name: string, description: string): Command {
  const command = commandOf(program, name, description)
    .argument("[SERVICE/JOB_ID...]", "the jobs; - for standard input")
    .addOption(
      new Option("-o, --output <format>", "table, json, jsonl or ids").argParser((value) =>
        oneOf("--output", value, formats),
      ),
    )
    .addOption(new Option("--json", "the same as -o jsonl").conflicts("output"))
    .addOption(new Option("--quiet", "print errors only").conflicts(["json", "output"]))
    .option("--service <name>", "the service of bare job IDs");
  return connectionOptions(command)
    .option("--rate <number>", "requests per second to a service, at most")
    .option("--dry-run", "print what would be requested; send nothing");
}

function connectionOptions(command: Command): Command {
  return command
    .option("--cloud <name>", clouds.join(" or "))
    .option("--region <name>", "for example eu-de or cn-north-4")
    .option("--project <id>", "the project of the jobs")
    .option("--endpoint <service=url>", "a service's base URL; may be repeated", append)
    .option("--services <file>", "services of your own; may be repeated", append)
    .option("--token <token>", "an IAM token; other users can see options")
    .option("--profile <name>", "a profile of the credentials file")
    .option("--debug", "show URLs, request IDs and stack traces");
}

function append(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Reads the value of an option as a whole number. */
function wholeNumber(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw invalidOption(name, `a whole number, ${least} to ${most}`, text);
    }
    return value;
  };
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
const configExample = "huaweicloud-jobs config --region eu-de";
const completionExample = "source <(huaweicloud-jobs completion bash)";
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
