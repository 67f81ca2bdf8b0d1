import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("a case that lets no timer run is named, and its process killed", () => {
  const program = fileURLToPath(new URL("../fixtures/programs/hang.ts", import.meta.url));
  const { signal, stderr } = spawnSync(process.execPath, ["--import", "tsx", program], { encoding: "utf8" });
  expect({ signal, stderr }).toEqual({
    signal: "SIGKILL",
    stderr: "A case has not ended after 0.3 s: the way to repeat it\n",
  });
});
