import { Argument, Command, type Option } from "commander";
import type { Redact } from "../util/redact.ts";
import { oneOf } from "../util/validate.ts";
import { completionScript, shells } from "./completion.ts";
import { config, dryRun } from "./config.ts";
import type { ExitReason } from "./exit-code.ts";
import { get } from "./get.ts";
import { helpEnd, item, topicHelp, topics } from "./help.ts";
import {
  configOptions,
  type JobFlags,
  jobOptions,
  type SimulateFlags,
  servicesOption,
  simulateOptions,
  type WaitFlags,
  waitOptions,
} from "./options.ts";
import type { Session } from "./session.ts";
import { simulate } from "./simulate.ts";
import { sizeOf } from "./style.ts";
import { wait } from "./wait.ts";

/** A command, as help and completion show it. */
interface CommandRow {
  readonly about: string;
  readonly options: readonly Option[];
  /** What stands behind the command: its name, its help, and the words that complete it. */
  readonly argument?: readonly [name: string, help: string, words: readonly string[]];
  readonly note?: string;
  readonly examples: readonly string[];
  /** Whether its help ends with the topics, which say more. */
  readonly hasTopics?: true;
  /** Runs it, with its options and what stands behind it. */
  // biome-ignore lint/suspicious/noExplicitAny: the options above decide on the type
  run(flags: any, argument: any): ExitReason | Promise<ExitReason>;
}

/** The program with its commands. A command calls `end` with its exit reason. */
export function makeProgram(session: Session, end: (reason: ExitReason) => void): Command {
  const { services, io, sanitize, secrets, fail } = session;
  const { columns } = sizeOf(io.stdout);
  // Some terminals wrap once the last column is written to.
  const width = Math.min(78, columns - 1);
  const names = Object.keys(services);
  const [first, second = first] = names;
  const references = [
    "[SERVICE/JOB_ID...]",
    "the jobs; - for standard input",
    names.map((name) => `${name}/`),
  ] as const;
  const print = (text: string): ExitReason => {
    io.stdout.write(text);
    return "succeeded";
  };
  const rows: Readonly<Record<string, CommandRow>> = {
    get: {
      about: "show each job once",
      argument: references,
      options: jobOptions(names),
      examples: [`huaweicloud-jobs get ${first}/JOB_ID`, "huaweicloud-jobs get --json < references.txt > jobs.jsonl"],
      hasTopics: true,
      run: (flags: JobFlags, refs: string[]) => (flags.dryRun ? dryRun : get)(session, refs, flags),
    },
    wait: {
      about: "wait until every job has finished, and show each change",
      argument: references,
      options: [...jobOptions(names), ...waitOptions],
      examples: [
        `huaweicloud-jobs wait ${first}/JOB_ID ${second}/JOB_ID --timeout 30m`,
        `curl ... | huaweicloud-jobs wait --service ${first} --json`,
      ],
      hasTopics: true,
      run: (flags: WaitFlags, refs: string[]) => (flags.dryRun ? dryRun : wait)(session, refs, flags),
    },
    config: {
      about: "print what the other commands would use, and where it was found",
      options: configOptions,
      note: "Sends nothing. Also prints what was found and is not used.",
      examples: ["huaweicloud-jobs config --region eu-de"],
      hasTopics: true,
      run: (flags: JobFlags) => config(session, flags),
    },
    simulate: {
      about: "serve simulated jobs on this machine, to try the other commands without a cloud",
      options: simulateOptions,
      note: "Runs until Ctrl-C, then exits with 0; with 2 if the port is in use.",
      examples: ["huaweicloud-jobs simulate --port 8080"],
      run: (flags: SimulateFlags) => simulate(session, flags),
    },
    completion: {
      about: "print the completion script of a shell",
      argument: ["<shell>", shells.join(", "), shells],
      options: [servicesOption],
      note: "Read it when the shell starts; in zsh, after compinit. In fish: ... | source",
      examples: ["source <(huaweicloud-jobs completion bash)"],
      run: (_, shell: string) => print(completionScript(oneOf("shell", shell, shells), program)),
    },
    help: {
      about: "print the help of a command or a topic",
      argument: ["[topic]", Object.keys(topics).join(", "), Object.keys(topics)],
      options: [servicesOption],
      examples: ["huaweicloud-jobs help wait", "huaweicloud-jobs help credentials"],
      run(_, name?: string) {
        if (name !== undefined && Object.hasOwn(topics, name)) {
          return print(topicHelp(name, services, width));
        }
        const target = name === undefined ? program : program.commands.find((command) => command.name() === name);
        return (
          target?.help() ??
          program.error(`error: unknown topic '${name}'; the topics are ${Object.keys(topics).join(", ")}`)
        );
      },
    },
  };

  const titles = Object.values(services).map(({ title }) => sanitize(title));
  const program = new Command("huaweicloud-jobs")
    .description(
      `Follows the asynchronous jobs of ${[titles.slice(0, -1).join(", "), titles.at(-1)].filter(Boolean).join(" and ")} to their end.`,
    )
    .version(io.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .option("--debug", "show stack traces")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => sizeOf(io.stderr).columns,
      outputError: (text) => fail(withoutValue(text.trimEnd().replace(/^error: /, ""), secrets.redact)),
    })
    // The choices are for completion.
    .configureHelp({
      optionDescription: ({ description }) => description,
      argumentDescription: ({ description }) => description,
      formatItem: (term, termWidth, description) => item(term, termWidth, description, width),
      minWidthToWrap: 1,
    })
    .showSuggestionAfterError()
    .showHelpAfterError("See huaweicloud-jobs help.");
  for (const [name, { about, argument, options, note, examples, hasTopics, run }] of Object.entries(rows)) {
    const command = program
      .command(name)
      .description(about)
      .showHelpAfterError(`See huaweicloud-jobs help ${name}.`)
      .addHelpText("after", helpEnd(examples, width, { note, hasTopics }))
      .action(async () => end(await run(command.opts(), command.processedArgs[0])));
    for (const option of options) {
      command.addOption(option);
    }
    if (argument !== undefined) {
      command.addArgument(Object.assign(new Argument(argument[0], argument[1]), { argChoices: [...argument[2]] }));
    }
  }
  const examples = Object.entries(rows).flatMap(([name, row]) => (name === "help" ? [] : row.examples));
  return program.addHelpText("after", helpEnd(examples, width, { hasTopics: true }));
}

/** Hides the value of an unknown option, which may be a secret, and secrets in the place of a command or an option. */
function withoutValue(message: string, redact: Redact): string {
  const [, start, given, rest] = /^(unknown \w+ ')(.*)('.*)$/s.exec(message) ?? [];
  return given === undefined ? message : `${start}${redact(given.replace(/^(--?[^=]+)=.*/s, "$1=…"))}${rest}`;
}
