/** What is compared: an operation as facts about named places, the same for a page and for the contract. */
import type { Limits } from "./limits.ts";

/**
 * Where something stands: "path job_id", "header X-Auth-Token", "request body name", "200 header X-request-id",
 * "200 body sub_jobs[].status".
 */
export type Place = string;

export interface Field {
  /** Absent: not said. */
  readonly type?: string;
  readonly mandatory?: boolean;
  readonly words: readonly string[];
  /** Words that only one of the field's lists has, where there are several. */
  readonly disputed?: readonly string[];
  readonly limits: Limits;
  /** An object of whose fields nothing is said. */
  readonly opaque?: boolean;
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  /** Behind the "?", where the page shows one. */
  readonly query?: string;
  /** Where the page names one, and not just "{endpoint}". */
  readonly host?: string;
}

export interface Example {
  /** Of a response. */
  readonly status: string;
  /** In one line. */
  readonly text: string;
  /** Absent: the text is no JSON. */
  readonly value?: unknown;
}

/** Where a nested field stands: an item of an array has "[]". */
export const nested = (place: Place, type: string | undefined, name: string): Place =>
  `${place}${type?.startsWith("array") ? "[]" : ""}.${name}`;
