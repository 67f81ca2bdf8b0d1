import { builtInServices as services } from "../../src/services/index.ts";
import { tapeLibrary } from "./tape-library.ts";

/** The table of services with one row more. */
export const table = { ...services, "tape-library": tapeLibrary } as const;
