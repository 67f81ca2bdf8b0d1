import { bundle } from "../../scripts/lib/compile.ts";
import type { Contract } from "../contract/contract.ts";

export const root = "test/fourth-service/tape-library.yaml";

/** The contract of the fourth service as JSON text, bundled as those in generated/ are. */
export const bundled = await bundle(root);

export const contract: Contract = JSON.parse(bundled);
