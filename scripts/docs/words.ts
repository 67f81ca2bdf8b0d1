import type { JobState } from "../../src/job.ts";
import { resolve, type Schema } from "../lib/openapi.ts";
import { bodyOf, type Described } from "./contract.ts";

/** A status word, what it means (`when`: if the word alone does not decide), and what the contract says about it. */
export interface Word {
  readonly word: string;
  readonly state: JobState;
  readonly when?: string;
  readonly description: string;
}

/** What a word that says only "finished" is tried with. */
const circumstances: readonly { readonly when: string; readonly states: readonly JobState[] }[] = [
  { when: "with an open sub-job", states: ["succeeded", "running"] },
  { when: "when all sub-jobs succeeded", states: ["succeeded", "succeeded"] },
  { when: "with a failed sub-job", states: ["succeeded", "failed"] },
];

/** The status words of a service's jobs, in the contract's order; a word whose meaning depends comes several times. */
export function statusWords(service: Described): Word[] {
  const field = bodyOf(service, "200").properties?.[service.row.fields.status];
  const list = resolve<Schema>(service.contract, field?.anyOf?.[0] ?? {});
  return (list.enum ?? []).flatMap((word): Word[] => {
    const meaning = service.row.states[word];
    const description = list["x-enumDescriptions"]?.[word] ?? "";
    if (typeof meaning !== "function") {
      return [{ word, state: meaning ?? "unknown", description }];
    }
    return circumstances.map(({ when, states }) => {
      const subJobs = states.map((state) => ({ state }));
      return { word, when, state: meaning({ subJobs, total: subJobs.length, error: undefined }), description };
    });
  });
}
