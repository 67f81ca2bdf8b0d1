/** Compares the vendor's reference pages with the contract: `npm run check:upstream -- FILE_OR_URL…`. */
import { runMain } from "./lib/io.ts";
import { main } from "./upstream/main.ts";

await runMain(main);
