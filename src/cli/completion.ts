import type { Command, Option } from "commander";
import type { Services } from "../services/service.ts";
import { clouds } from "../util/regions.ts";
import { topics } from "./help.ts";
import { formats } from "./session.ts";

// The scripts are static: a shell that runs the command at each key would wait for Node each time.

/** What can stand behind an option or a command: known words, a file, or anything (no words). */
type Values = readonly string[] | "file";

/** The completion script of a shell. */
export const shells: Readonly<Record<string, (program: Command, services: Services) => string>> = { bash, zsh, fish };

function valuesOf({ long }: Option, services: Services): Values {
  const known: Readonly<Record<string, Values>> = {
    "--output": formats,
    "--cloud": clouds,
    "--service": Object.keys(services),
    "--services": "file",
  };
  return known[long ?? ""] ?? [];
}

/** The words that a command takes as arguments; `SERVICE/` begins a reference. */
function argumentsOf(command: Command, program: Command, services: Services): readonly string[] {
  const words: Readonly<Record<string, readonly string[]>> = {
    get: Object.keys(services).map((name) => `${name}/`),
    wait: Object.keys(services).map((name) => `${name}/`),
    help: [...program.commands.map((each) => each.name()), ...Object.keys(topics)],
    completion: Object.keys(shells),
  };
  return words[command.name()] ?? [];
}

const namesOf = ({ short, long }: Option): string[] => [short, long].filter((name) => name !== undefined);

function bash(program: Command, services: Services): string {
  const options = new Map(program.commands.flatMap(({ options }) => options.map((option) => [option.long, option])));
  const behindOption = [...options.values()]
    .filter(({ required }) => required)
    .map((option) => {
      const values = valuesOf(option, services);
      const reply = values === "file" ? 'compgen -f -- "$cur"' : `compgen -W "${values.join(" ")}" -- "$cur"`;
      return `    ${namesOf(option).join("|")}) COMPREPLY=($(${reply})); return ;;`;
    });
  const behindCommand = program.commands.map((command) => {
    const words = [...command.options.flatMap(namesOf), "--help", ...argumentsOf(command, program, services)];
    return `      ${command.name()}) words="${words.join(" ")}" ;;`;
  });
  return `_huaweicloud_jobs() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" words=""
  # Bash takes = for a word of its own.
  if [ "$cur" = "=" ]; then cur=""; elif [ "$prev" = "=" ]; then prev="\${COMP_WORDS[COMP_CWORD - 2]}"; fi
  case "$prev" in
${behindOption.join("\n")}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${program.commands.map((command) => command.name()).join(" ")} --help --version"
  else
    case "\${COMP_WORDS[1]}" in
${behindCommand.join("\n")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ "\${COMPREPLY[0]}" == */ ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -F _huaweicloud_jobs huaweicloud-jobs
`;
}

function zsh(program: Command, services: Services): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const spec = (option: Option): string[] => {
    const values = valuesOf(option, services);
    const action = values === "file" ? "_files" : `(${values.join(" ")})`;
    const description = option.description.replaceAll(/[[\]:\\]/g, "\\$&");
    return namesOf(option).map((name) =>
      quote(`*${name}[${description}]${option.required ? `:${option.attributeName()}:${action}` : ""}`),
    );
  };
  const cases = program.commands.map((command) => {
    const words = argumentsOf(command, program, services);
    const rest =
      words.length === 0
        ? []
        : [quote(`*:argument:{compadd ${words[0]?.endsWith("/") ? "-S '' " : ""}-- ${words.join(" ")}}`)];
    return `    ${command.name()}) _arguments ${[...command.options.flatMap(spec), quote("--help[print this help]"), ...rest].join(" ")} ;;`;
  });
  const commands = program.commands.map((each) => quote(`${each.name()}:${each.description()}`));
  return `#compdef huaweicloud-jobs
_huaweicloud-jobs() {
  local -a commands=(${commands.join(" ")})
  local curcontext="$curcontext" state line
  _arguments -C '--help[print the help]' '--version[print the version]' '1: :->command' '*:: :->rest'
  case "$state" in
  command) _describe command commands ;;
  rest)
    case "$words[1]" in
${cases.join("\n")}
    esac ;;
  esac
}
if [ "$funcstack[1]" = _huaweicloud-jobs ]; then _huaweicloud-jobs "$@"; else compdef _huaweicloud-jobs huaweicloud-jobs; fi
`;
}

function fish(program: Command, services: Services): string {
  const quote = (text: string) => `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
  const line = (...words: string[]) => ["complete -c huaweicloud-jobs", ...words].join(" ");
  const lines = program.commands.flatMap((command) => {
    const condition = `-n ${quote(`__fish_seen_subcommand_from ${command.name()}`)}`;
    const words = argumentsOf(command, program, services);
    return [
      line("-n __fish_use_subcommand", "-a", command.name(), "-d", quote(command.description())),
      ...command.options.map((option) => {
        const values = valuesOf(option, services);
        const behind = values === "file" ? "-rF" : `-x ${values.length === 0 ? "" : `-a ${quote(values.join(" "))}`}`;
        const short = option.short === undefined ? [] : ["-s", option.short.slice(1)];
        const long = ["-l", option.long?.slice(2) ?? ""];
        return line(
          condition,
          ...short,
          ...long,
          ...(option.required ? [behind] : []),
          "-d",
          quote(option.description),
        );
      }),
      ...(words.length === 0 ? [] : [line(condition, "-a", quote(words.join(" ")))]),
    ];
  });
  return `${[line("-f"), line("-s h -l help", "-d", quote("print the help")), ...lines].join("\n")}\n`;
}
