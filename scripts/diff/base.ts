import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A mistake of the caller's, with what to do about it. */
export class UsageError extends Error {}

/** The files of a commit, in a folder of their own. */
export interface Base {
  /** As the caller named it. */
  readonly ref: string;
  readonly commit: string;
  readonly folder: string;
  /** Removes the folder. Happens by itself when the process exits. */
  remove(): void;
}

/**
 * Checks out the commit where the working tree left `ref`: what others changed there since is not this change's doing.
 *
 * @param ref - default: origin/main, or main where there is no such remote
 */
export function checkOutBase(repository: string, ref: string | undefined): Base {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: repository, encoding: "utf8", stdio: "pipe" });
  const ask = (...args: string[]) => {
    try {
      return git(...args).trim();
    } catch {
      return undefined;
    }
  };
  const hashOf = (name: string) => ask("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);

  const name = ref ?? (hashOf("origin/main") === undefined ? "main" : "origin/main");
  const hash = hashOf(name);
  if (hash === undefined) {
    throw new UsageError(`"${name}" names no commit here. Give a branch, a tag or a hash; "git fetch" may bring it.`);
  }
  // A shallow clone may not know where the two parted.
  const commit = ask("merge-base", hash, "HEAD") || hash;

  const parent = realpathSync(mkdtempSync(join(tmpdir(), "diff-contract-")));
  const folder = join(parent, "base");
  const remove = () => {
    process.off("exit", remove);
    rmSync(parent, { recursive: true, force: true });
    ask("worktree", "prune");
  };
  process.once("exit", remove);
  try {
    git("-c", "core.hooksPath=/dev/null", "worktree", "add", "--detach", folder, commit);
  } catch (error) {
    remove();
    throw error;
  }
  return { ref: name, commit, folder, remove };
}
