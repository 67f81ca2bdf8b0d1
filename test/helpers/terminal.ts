import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";

/** What a terminal of some size shows of the output of a program. */
export interface TerminalScreen {
  /** Resolves when the output has been taken in. */
  write(output: string): Promise<void>;
  resize(columns: number, rows: number): void;
  /** All lines, those above the screen too, without the empty ones at the end. */
  lines(): string[];
  /** The output as it came. */
  readonly output: string;
}

export function createScreen(columns: number, rows = 24): TerminalScreen {
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 1_000, allowProposedApi: true });
  let all = "";
  return {
    write(output) {
      all += output;
      return new Promise((resolve) => terminal.write(output, resolve));
    },
    resize: (columns, rows) => terminal.resize(columns, rows),
    lines() {
      const { active } = terminal.buffer;
      const lines = Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true) ?? "");
      return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
    },
    get output() {
      return all;
    },
  };
}

/** A program on a pseudo terminal of this machine. */
export interface TerminalProgram extends TerminalScreen {
  /** Types on the keyboard. */
  type(keys: string): void;
  /** Resolves with what is shown as soon as that matches. Rejects if the program ends before. */
  until(expected: RegExp | ((lines: readonly string[]) => boolean)): Promise<string>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number>;
  kill(signal?: "SIGINT" | "SIGTERM"): void;
}

export function runOnTerminal(
  file: string,
  argv: readonly string[],
  { columns = 80, rows = 24, env = {} }: { columns?: number; rows?: number; env?: Record<string, string> } = {},
): TerminalProgram {
  const screen = createScreen(columns, rows);
  const pty = spawn(file, [...argv], { cols: columns, rows, name: env["TERM"] ?? "xterm-256color", env });
  const waiting = new Set<() => void>();
  let written = Promise.resolve();
  pty.onData((data) => {
    written = screen.write(data).then(() => {
      for (const check of waiting) {
        check();
      }
    });
  });
  const ended = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode }) => void written.then(() => resolve(exitCode)));
  });
  return {
    ...screen,
    get output() {
      return screen.output;
    },
    type: (keys) => pty.write(keys),
    resize(columns, rows) {
      screen.resize(columns, rows);
      pty.resize(columns, rows);
    },
    until(expected) {
      return new Promise((resolve, reject) => {
        const check = () => {
          const lines = screen.lines();
          const shown = lines.join("\n");
          if (typeof expected === "function" ? expected(lines) : expected.test(shown)) {
            waiting.delete(check);
            resolve(shown);
          }
        };
        waiting.add(check);
        void ended.then(() => reject(new Error(`${expected} was never shown:\n${screen.lines().join("\n")}`)));
        check();
      });
    },
    ended,
    kill: (signal) => pty.kill(signal ?? "SIGKILL"),
  };
}
