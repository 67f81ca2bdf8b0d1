import type { Argument, Command, Option } from "commander";

// The scripts are static: a shell that runs the command at each key would wait for Node each time.

const scripts = { bash, zsh, fish };

export const shells = Object.keys(scripts) as (keyof typeof scripts)[];

/** The completion script of a shell, made from the options and arguments of the program. */
export function completionScript(shell: keyof typeof scripts, program: Command): string {
  return scripts[shell](program);
}

const isFile = ({ flags }: Option): boolean => flags.endsWith("<file>");
const wordsOf = ({ argChoices = [] }: Option | Argument): readonly string[] => argChoices;
const namesOf = ({ short, long }: Option): string[] => [short, long].filter((name) => name !== undefined);
const commandNames = (program: Command): string[] => program.commands.map((command) => command.name());

/** The words that a command takes as arguments; `SERVICE/` begins a reference. */
function argumentsOf(command: Command, program: Command): readonly string[] {
  const words = command.registeredArguments.flatMap(wordsOf);
  return command.name() === "help" ? [...commandNames(program), ...words] : words;
}

function bash(program: Command): string {
  const options = new Map(program.commands.flatMap(({ options }) => options.map((option) => [option.long, option])));
  const behindOption = [...options.values()]
    .filter(({ required }) => required)
    .map((option) => {
      const reply = isFile(option) ? 'compgen -f -- "$cur"' : `compgen -W "${wordsOf(option).join(" ")}" -- "$cur"`;
      return `    ${namesOf(option).join("|")}) COMPREPLY=($(${reply})); return ;;`;
    });
  const behindCommand = program.commands.map((command) => {
    const words = [...command.options.flatMap(namesOf), "--help", ...argumentsOf(command, program)];
    return `      ${command.name()}) words="${words.join(" ")}" ;;`;
  });
  return `_huaweicloud_jobs() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" words=""
  # Bash takes = for a word of its own.
  if [ "$cur" = "=" ]; then cur=""; elif [ "$prev" = "=" ]; then prev="\${COMP_WORDS[COMP_CWORD - 2]}"; fi
  case "$prev" in
${behindOption.join("\n")}
  esac
  # Options may come before the command.
  local index=1
  while [ "$index" -lt "$COMP_CWORD" ] && [[ "\${COMP_WORDS[index]}" == -* ]]; do index=$((index + 1)); done
  if [ "$COMP_CWORD" -eq "$index" ]; then
    words="${[...commandNames(program), ...program.options.flatMap(namesOf)].join(" ")} --help"
  else
    case "\${COMP_WORDS[index]}" in
${behindCommand.join("\n")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ "\${COMPREPLY[0]}" == */ ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -F _huaweicloud_jobs huaweicloud-jobs
`;
}

function zsh(program: Command): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const spec = (option: Option): string[] => {
    const action = isFile(option) ? "_files" : `(${wordsOf(option).join(" ")})`;
    const description = option.description.replaceAll(/[[\]:\\]/g, "\\$&");
    return namesOf(option).map((name) =>
      quote(`*${name}[${description}]${option.required ? `:${option.attributeName()}:${action}` : ""}`),
    );
  };
  const cases = program.commands.map((command) => {
    const words = argumentsOf(command, program);
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
  _arguments -C ${[...program.options.flatMap(spec), quote("--help[print the help]")].join(" ")} '1: :->command' '*:: :->rest'
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

function fish(program: Command): string {
  const quote = (text: string) => `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
  const line = (...words: string[]) => ["complete -c huaweicloud-jobs", ...words].join(" ");
  const optionLine = (condition: string) => (option: Option) => {
    const behind = isFile(option) ? "-rF" : `-x -a ${quote(wordsOf(option).join(" "))}`;
    const names = namesOf(option).map((name) => name.replace(/^--/, "-l ").replace(/^-(?=.$)/, "-s "));
    return line(condition, ...names, ...(option.required ? [behind] : []), "-d", quote(option.description));
  };
  const lines = program.commands.flatMap((command) => {
    const condition = `-n ${quote(`__fish_seen_subcommand_from ${command.name()}`)}`;
    const words = argumentsOf(command, program);
    return [
      line("-n __fish_use_subcommand", "-a", command.name(), "-d", quote(command.description())),
      ...command.options.map(optionLine(condition)),
      ...(words.length === 0 ? [] : [line(condition, "-a", quote(words.join(" ")))]),
    ];
  });
  const top = [line("-f"), line("-s h -l help", "-d", quote("print the help"))];
  return `${[...top, ...program.options.map(optionLine("-n __fish_use_subcommand")), ...lines].join("\n")}\n`;
}
