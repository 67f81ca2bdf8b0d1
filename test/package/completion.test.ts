import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { isInstalled } from "../helpers/is-installed.ts";

const { root } = inject("installed");
const command = join(root, "dist", "cli", "huaweicloud-jobs.js");
const folder = mkdtempSync(join(tmpdir(), "completion-"));
afterAll(() => rmSync(folder, { recursive: true }));

const execute = promisify(execFile);
const script = (shell: string) => join(folder, `script.${shell}`);

/** What each shell offers for a line with the cursor at its end; zsh shows the line that it has completed. */
const shells: Readonly<Record<string, (line: string) => Promise<string>>> = {
  async bash(line) {
    const code = `source ${script("bash")}
      words=($1); [[ $1 == *" " ]] && words+=("")
      COMP_WORDS=("\${words[@]}"); COMP_CWORD=$((\${#words[@]} - 1)); _huaweicloud_jobs
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    return (await execute("bash", ["--norc", "-c", code, "bash", line], { cwd: folder })).stdout;
  },
  async fish(line) {
    const code = `source ${script("fish")}; complete -C $argv[1]`;
    const { stdout } = await execute("fish", ["--no-config", "-c", code, line], { cwd: folder });
    return stdout.replaceAll(/\t.*/g, "");
  },
  // Completion is part of the line editor, which needs a terminal.
  async zsh(line) {
    const inner = [
      `autoload -Uz compinit; compinit -u -D; source ${script("zsh")}`,
      "finish() { zle complete-word; print -r LINE: $BUFFER. }; zle -N finish; bindkey '^X' finish",
      "zle-line-init() { print READY }; zle -N zle-line-init",
    ];
    const code = `zmodload zsh/zpty; zpty z zsh -f -i
      zpty -w z "$2"
      zpty -r z shown $'*READY\\r*'
      zpty -n -w z "$1"$'\\x18'
      zpty -r z shown $'*LINE: *.\\r*'
      print -r -- \${shown##*LINE: }`;
    const { stdout } = await execute("zsh", ["-f", "-c", code, "zsh", line, inner.join("; ")], { cwd: folder });
    return (
      stdout
        .split(" .")[0]
        ?.split(".\r")[0]
        ?.slice(line.lastIndexOf(" ") + 1) ?? ""
    );
  },
};

describe.each(Object.keys(shells))("in %s", (shell) => {
  beforeAll(async () => {
    writeFileSync(script(shell), (await execute(process.execPath, [command, "completion", shell])).stdout);
    writeFileSync(join(folder, "rows.json"), "{}");
  });

  test.skipIf(!isInstalled(shell)).each([
    ["huaweicloud-jobs conf", "config"],
    ["huaweicloud-jobs wait --time", "--timeout"],
    ["huaweicloud-jobs wait --cloud hua", "huaweicloud"],
    ["huaweicloud-jobs get -o t", "table"],
    ["huaweicloud-jobs get --json wor", "workspace/"],
    ["huaweicloud-jobs get --services ro", "rows.json"],
    ["huaweicloud-jobs help exit", "exit-codes"],
    ["huaweicloud-jobs completion z", "zsh"],
    ["huaweicloud-jobs --deb", "--debug"],
    ["huaweicloud-jobs --debug conf", "config"],
    ["huaweicloud-jobs --debug wait --time", "--timeout"],
    ["huaweicloud-jobs --debug help exit", "exit-codes"],
  ])("%s is completed to %s", async (line, expected) => {
    expect((await shells[shell]?.(line))?.trim()).toBe(expected);
  });
});
