import type { AnyJob } from "../job.ts";
import type { Outcome, Ref } from "./outcome.ts";

/** What is told of jobs that are waited for. */
export interface JobView {
  /** A change of a job; the first sight and the end are changes too. */
  update(ref: Ref, job: AnyJob): void;
  /** One wait is over. */
  outcome(outcome: Outcome): void;
  /** All are over (`"done"`), or the command was stopped. */
  close(how: "done" | "stopped"): void;
}

/** What is told while jobs are waited for. */
export interface View extends JobView {
  /** A poll was answered, or failed, with what happened in words; told before a change that it brought. */
  poll(ref: Ref, trouble: string | undefined): void;
}
