import type { JobState, SubJob } from "../../src/job.ts";
import type { StateMapping } from "../../src/services/definition.ts";
import { type Described, fieldOf, wordsOf } from "./contract.ts";

/** A status word, and what it means. */
export interface Word {
  readonly word: string;
  readonly state: JobState;
  /** Under which circumstances, where the word alone does not decide. */
  readonly when?: string;
  /** What the contract says of it. */
  readonly description: string;
}

const part = (state: JobState): SubJob => ({ state });

/** What a word that says only "over" is tried with. */
const circumstances: readonly { readonly when: string; readonly subJobs: readonly SubJob[] }[] = [
  { when: "with an open sub-job", subJobs: [part("succeeded"), part("running")] },
  { when: "when all sub-jobs succeeded", subJobs: [part("succeeded"), part("succeeded")] },
  { when: "with a failed sub-job", subJobs: [part("succeeded"), part("failed")] },
];

/** The status words of a service's jobs, in the contract's order; a word whose meaning depends comes several times. */
export function statusWords(service: Described): Word[] {
  const { fields, states } = service.row;
  const list = wordsOf(service, fieldOf(service, fields.status));
  return (list.enum ?? []).flatMap((word) => {
    const description = list["x-enumDescriptions"]?.[word] ?? "";
    return meanings(states[word]).map((meaning) => ({ word, description, ...meaning }));
  });
}

function meanings(meaning: StateMapping | undefined): { state: JobState; when?: string }[] {
  if (typeof meaning !== "function") {
    return [{ state: meaning ?? "unknown" }];
  }
  return circumstances.map(({ when, subJobs }) => ({
    when,
    state: meaning({ subJobs, total: subJobs.length, error: undefined }),
  }));
}
