/** A page as a row for `defineService`. */
import { UnreadablePage } from "../upstream/blocks.ts";
import { readPage } from "../upstream/read-page.ts";
import { addressOf } from "../upstream/vendor.ts";
import { type Body, bodyOf, type Member } from "./body.ts";
import { type Fields, fieldsBeside, type SubJobs, statusIn, subJobsIn } from "./facts.ts";
import { prefixOf } from "./host.ts";
import { fillIn, type Note } from "./mark.ts";
import { parentOf } from "./names.ts";
import { pathOf } from "./path.ts";
import { type Meaning, meaningsOf, statesOf } from "./states.ts";
import { timeOf } from "./time.ts";

export interface Row {
  readonly title?: string;
  readonly path: string;
  readonly hosts: { readonly prefix: string };
  readonly fields: Fields;
  readonly states: Readonly<Record<string, string>>;
  readonly subJobs?: {
    readonly list: string;
    readonly total?: string;
    readonly fields?: Fields | string;
    readonly states?: Readonly<Record<string, string>>;
  };
  readonly time?: string;
}

export interface Draft {
  readonly row: Row;
  /** States that were taken from a sentence, for a person to check. */
  readonly taken: readonly Note[];
}

/** Throws UnreadablePage if the text is not a page about a GET of one job. */
export function draftOf(text: string): Draft {
  const page = readPage(text);
  const path = pathOf(page);
  const body = bodyOf(page);
  const status = statusIn(body);
  if (status === undefined) {
    throw new UnreadablePage(`GET ${path} is not a GET of one job: its response has no status`);
  }
  const fields = fieldsBeside(body, status.name);
  const meanings = meaningsOf(status);
  const found = subJobsIn(body, fields);
  const subMeanings = found?.status === undefined ? [] : meaningsOf(found.status);
  const subJobs = found && subJobsOf(found, fields, meanings, subMeanings);
  const time = timeOf(timesOf(body, fields));
  const row: Row = {
    ...(page.service === undefined ? {} : { title: page.service }),
    path,
    hosts: { prefix: prefixOf(page, addressOf(text)) },
    fields,
    states: statesOf(meanings, status),
    ...(subJobs === undefined ? {} : { subJobs }),
    ...(time === undefined ? {} : { time }),
  };
  const taken = [
    ...takenFrom("states", meanings),
    ...(subJobs?.states ? takenFrom("subJobs.states", subMeanings) : []),
  ];
  return { row, taken };
}

const timesOf = (body: Body, { startedAt = "", endedAt = "" }: Fields): Member[] =>
  [startedAt, endedAt].flatMap((name) => body.get(name) ?? []);

const takenFrom = (place: string, meanings: readonly Meaning[]): Note[] =>
  meanings.flatMap(({ word, state, sentence }) =>
    state === undefined ? [] : [{ place: `${place}.${word}`, text: `${state}, since the page says "${sentence}"` }],
  );

/** Leaves out what is the same as for the job. */
function subJobsOf(
  { list, total, status, fields }: SubJobs,
  job: Fields,
  meanings: readonly Meaning[],
  subMeanings: readonly Meaning[],
): Row["subJobs"] {
  const known = new Set(meanings.map(({ word }) => word.toLowerCase()));
  const isAlike = Object.entries(fields ?? {}).every(([fact, name]) => job[fact as keyof Fields] === name);
  const isNested = parentOf(job.status ?? "") !== "";
  const own = fields ?? (isNested ? fillIn("the names within a sub-job; the page does not describe one") : {});
  return {
    list,
    ...(total === undefined ? {} : { total }),
    ...(isAlike && typeof own === "object" ? {} : { fields: own }),
    ...(status === undefined || subMeanings.every(({ word }) => known.has(word.toLowerCase()))
      ? {}
      : { states: statesOf(subMeanings, status) }),
  };
}
