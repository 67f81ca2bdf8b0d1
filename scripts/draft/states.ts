/** The meaning of status words, if the page's own sentences make it plain. */
import type { JobState } from "../../src/job.ts";
import { textValue } from "../../src/util/json.ts";
import { listedWords, type Word } from "../upstream/words.ts";
import type { Member } from "./body.ts";
import { fillIn, unknownWord } from "./mark.ts";

const meanings: [Exclude<JobState, "unknown">, RegExp][] = [
  ["pending", /\b(?:wait(?:s|ing)?|pending|queued|initiali[sz](?:ed|ing|ation))\b|^to be executed\b/i],
  ["running", /\b(?:running|executing|ongoing|in progress|being (?:executed|processed|performed|run))\b/i],
  ["succeeded", /\b(?:success(?:ful|fully)?|succeed(?:s|ed)?)\b/i],
  ["failed", /\b(?:fail(?:s|ed|ure)?)\b/i],
];

/** What can make a sentence say less, or the contrary. */
const doubtful = /\b(?:not|no|never|un\w+|part(?:ly|ial|ially)|some|may|might|or|cancel\w*|roll\w*)\b/i;

/** The state that a sentence speaks of; `undefined` where it speaks of none, of several, or not plainly. */
function stateFrom(sentence: string): JobState | undefined {
  const found = meanings.filter(([, pattern]) => pattern.test(sentence));
  return found.length === 1 && !doubtful.test(sentence) ? found[0]?.[0] : undefined;
}

export interface Meaning extends Word {
  readonly state: JobState | undefined;
}

/** Every word that the page has for a status, listed or in an example only. Words that differ in case alone are one. */
export function meaningsOf({ description, values }: Member): Meaning[] {
  const shown = values.flatMap((value) => textValue(value)?.trim() ?? []).filter((word) => word.length <= 80);
  const words = new Map<string, Word>();
  for (const next of [...listedWords(description), ...shown.map((word): Word => ({ word }))]) {
    const key = next.word.toLowerCase();
    words.set(key, words.get(key) ?? next);
  }
  return [...words.values()].map((word) => ({ ...word, state: stateFrom(word.sentence ?? "") }));
}

/** The member `states` of a row. */
export function statesOf(meanings: readonly Meaning[], { name, description }: Member): Record<string, string> {
  const listed = listedWords(description).map(({ word }) => word);
  const states = Object.fromEntries(
    meanings.map(({ word, sentence, state }) => {
      const source =
        sentence === undefined
          ? `the page ${listed.includes(word) ? "lists the word without a sentence" : "has the word in an example only"}`
          : `the page says "${sentence}"`;
      return [word, state ?? fillIn(`pending, running, succeeded or failed; ${source}`)];
    }),
  );
  if (meanings.length === 0) {
    return unknownWord(`the words of ${name} and their states; the page says "${description.join(" ")}"`);
  }
  const isOpen = meanings.some(({ state }) => state === undefined || state === "succeeded");
  return isOpen ? states : { ...states, ...unknownWord(`the word of ${name} that means succeeded; the page has none`) };
}
