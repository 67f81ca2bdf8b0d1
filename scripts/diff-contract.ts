/** Says what changed in the contract since a git ref: `npm run diff:contract -- [BASE]`. */
import { main } from "./diff/main.ts";
import { runMain } from "./lib/io.ts";

// Ends with the handlers of "exit", which remove what was checked out.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => process.exit(2));
}
await runMain(main);
