/** The words that a description says a field can have. */
import { BULLET } from "./blocks.ts";

export interface Word {
  readonly word: string;
  /** What the description says behind the word in its list. */
  readonly sentence?: string;
}

/** "Enumerated values:" and the like; what stands under it is a list of words, whatever else the text says. */
const explicit = /^enumerat(?:ed|ion)(?: values?)?\s*[:：]?\s*(.*)$/i;
/** Less certain ways to begin a list. */
const leads = [
  /\b(?:the )?(?:possible |valid |available |allowed |supported |enumerated |enumeration )?(?:values?|options?|range)(?: (?:is|are|can be|include|includes))?(?: as follows| the following| one of(?: the following)?)?\s*[:：]\s*(.*)$/i,
  /\b(?:values?|status(?:es)?|types?|options?|modes?|states?|which|it) (?:can|may|must) be (?:either |set to |one of (?:the following(?: values)?)?)?[:：]?\s*(.*)$/i,
  /^(?:value )?range$()/i,
];

/** One word, perhaps quoted, perhaps with its meaning behind it. */
const item = /^["'`]?([A-Za-z0-9_][\w.-]{0,80}?)["'`]?\s*($|[:：,;(=].*|\.?$|\.\s.*|\s[–—-]\s.*)$/;
const notWords =
  /^(?:minimum|maximum|default|note|notes|example|constraints?|range|definition|options?|none|null|empty|blank|n)$/i;

/** Long descriptions are cut: nobody lists words beyond that. */
const MAX_LINES = 300;
const MAX_LENGTH = 2000;

export const wordsOf = (description: readonly string[]): string[] => listedWords(description).map(({ word }) => word);

/** The words in the order of the text, each once, with the first sentence that stands behind it. */
export function listedWords(description: readonly string[]): Word[] {
  const lines = description.slice(0, MAX_LINES).map((line) => line.slice(0, MAX_LENGTH));
  const listed = lines.flatMap((line, index) => {
    const rest = explicit.exec(line)?.[1];
    return rest === undefined ? [] : [...inLine(rest, 1), ...below(lines.slice(index + 1))];
  });
  const led = lines.flatMap((line, index) => {
    const rest = leads.map((lead) => lead.exec(line)?.[1]).find((match) => match !== undefined);
    if (rest === undefined || explicit.test(line)) {
      return [];
    }
    // Beside a plain list a sentence is not needed; a list with meanings may still have more words.
    return rest === "" ? below(lines.slice(index + 1)) : listed.length > 0 ? [] : inLine(rest, 2);
  });
  const found = [...listed, ...led];
  const words = new Map<string, Word>();
  for (const next of found.length > 0 ? found : withoutLead(lines)) {
    words.set(next.word, { ...next, ...words.get(next.word) });
  }
  return [...words.values()];
}

/** The words that only one of the lists has, where a description lists its words twice. */
export function disputedWords(description: readonly string[]): string[] {
  const lines = description.slice(0, MAX_LINES).map((line) => line.slice(0, MAX_LENGTH));
  const lists = lines.flatMap((line, index) => {
    const lead = [explicit, ...leads].find((pattern) => pattern.test(line));
    const rest = lead?.exec(line)?.[1];
    const own = rest === undefined ? [] : rest === "" ? below(lines.slice(index + 1)) : inLine(rest, 2);
    return own.length === 0 ? [] : [own.map(({ word }) => word)];
  });
  const all = [...new Set(lists.flat())];
  return all.filter((word) => lists.some((list) => !list.includes(word)));
}

/** Some lists of words stand there without a lead: then each item has a meaning behind a colon. */
function withoutLead(lines: readonly string[]): Word[] {
  const items = lines.filter((line) => line.startsWith(BULLET)).map((line) => line.slice(BULLET.length));
  const words = items.flatMap((text) => (/^\S+\s?[:：]\s*\S/.test(text) ? (wordIn(text) ?? []) : []));
  return words.length > 1 && words.length === items.length ? words : [];
}

const wordIn = (text: string): Word | undefined => {
  const [, word, rest = ""] = item.exec(text) ?? [];
  const sentence = rest.replace(/^\((.*)\)$/, "$1").replace(/^[\s:：,;(=.–—-]+/, "");
  return word === undefined || notWords.test(word) ? undefined : { word, ...(sentence === "" ? {} : { sentence }) };
};

/** The list under a lead: its bullets, or else lines of one word each. */
function below(lines: readonly string[]): Word[] {
  const bulleted = lines.findIndex((line) => !line.startsWith(BULLET));
  const bullets = lines.slice(0, bulleted === -1 ? lines.length : bulleted);
  const plain = lines.findIndex((line) => wordIn(line) === undefined);
  const list =
    bullets.length > 0
      ? bullets.map((line) => line.slice(BULLET.length))
      : lines.slice(0, plain === -1 ? lines.length : plain);
  return list.flatMap((text) => wordIn(text) ?? []);
}

/** "a, b, or c": nothing unless each part is one word and there are enough of them. */
function inLine(text: string, least: number): Word[] {
  const [sentence = ""] = text.split(/\.(?:\s|$)/);
  const parts = sentence
    .replace(/\s*\([^()]{0,200}\)/g, "")
    .split(/,|;|\bor\b|\band\b/)
    .map((part) => part.trim().replace(/^["'`]|["'`]$/g, ""))
    .filter((part) => part !== "");
  const words = parts.flatMap((part) =>
    /^[A-Za-z0-9_][\w.-]*$/.test(part) && !notWords.test(part) ? [{ word: part }] : [],
  );
  return words.length === parts.length && words.length >= least ? words : [];
}
