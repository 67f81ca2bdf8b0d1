/** Drafts a row for `defineService` from a reference page of the vendor: `npm run draft:service -- PAGE.html`. */
import { main } from "./draft/main.ts";
import { runMain } from "./lib/io.ts";

await runMain(main);
