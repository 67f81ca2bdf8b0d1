/** A vendor's reference page: its blocks read as an operation with parameters, responses and examples. */
import { type Block, BULLET, type Table, tidy, UnreadablePage } from "./blocks.ts";
import { sheetOf } from "./columns.ts";
import { type Group, placeTables } from "./fields.ts";
import type { Example, Field, Operation, Place } from "./model.ts";
import { isCaption } from "./plain-text.ts";
import { operationIn } from "./request-line.ts";
import { exampleItem, type Section, sectionOf, statusName, statusOf } from "./sections.ts";
import { serviceIn } from "./vendor.ts";

export interface Page {
  /** As the trail above the page names it. */
  readonly service?: string;
  /** Some pages show one operation under several addresses. */
  readonly operations: readonly [Operation, ...Operation[]];
  readonly fields: ReadonlyMap<Place, Field>;
  /** The lines of each field's description. */
  readonly descriptions: ReadonlyMap<Place, readonly string[]>;
  readonly statuses: readonly string[];
  /** Those with a description of their response that the page's own table of status codes lacks. */
  readonly unlisted: readonly string[];
  /** "service:resource:action", of what the caller must be allowed. */
  readonly actions: readonly string[];
  /** "METHOD address" of each request shown. */
  readonly requests: readonly Operation[];
  readonly examples: readonly Example[];
  /** Columns and tables that are not understood, and captions of tables of fields that belong to nothing else on the page. */
  readonly unread: readonly string[];
}

const emptyDraft = () => ({
  operations: [] as Operation[],
  groups: [] as Group[],
  statuses: new Set<string>(),
  /** The statuses of the response's section, and those of the table of status codes. */
  described: new Set<string>(),
  listed: new Set<string>(),
  actions: new Set<string>(),
  requests: [] as Operation[],
  examples: [] as Example[],
  unread: new Set<string>(),
});

/** What has been read so far. */
type Draft = ReturnType<typeof emptyDraft>;

/** Reads blocks as a reference page; throws UnreadablePage, saying what was expected, when they are none. */
export function pageOf(blocks: readonly Block[]): Page {
  const draft = emptyDraft();
  let section: Section = "other";
  /** The examples whose list item the blocks belong to, up to the next item. */
  let item: Section | undefined;
  let level = 0;
  let status: string | undefined;
  let caption = "";
  let service: string | undefined;

  for (const block of blocks) {
    const text = block.kind === "table" ? "" : block.text;
    const title = block.kind === "heading" || block.kind === "text" ? sectionOf(text) : undefined;
    if (title !== undefined || block.kind === "heading" || text.startsWith(BULLET)) {
      item = exampleItem(text);
    }
    const named = block.kind === "code" ? undefined : statusOf(text);
    if (title !== undefined) {
      [section, level, status] = [title, block.kind === "heading" ? block.level : level, undefined];
    } else if (named !== undefined) {
      status = named;
      draft.statuses.add(named);
      if (section === "response") {
        draft.described.add(named);
      }
    } else if (block.kind === "heading") {
      // A heading of the same rank ends the section; one beneath it belongs there.
      section = block.level <= level ? "other" : section;
    } else if (block.kind === "table") {
      readTable({ ...block, caption: block.caption || caption }, section, status, draft);
    } else {
      readText(text, item ?? section, status, draft);
    }
    caption = block.kind === "text" && isCaption(text) ? text : "";
    service ??= draft.operations.length === 0 ? serviceIn(text) : undefined;
  }
  return { ...finish(draft), ...(service === undefined ? {} : { service }) };
}

const action = /^[a-z][\w-]*:[A-Za-z]\w*:[A-Za-z]\w*$/;

function readTable(table: Table, section: Section, status: string | undefined, draft: Draft): void {
  if (section === "authorization") {
    const lines = table.rows.flatMap((row) => row.flatMap(({ lines: own }) => own));
    for (const line of lines.filter((text) => action.test(text))) {
      draft.actions.add(line);
    }
  }
  const sheet = sheetOf(table);
  const hasFields = section === "uri" || section === "request" || section === "response";
  if (sheet === undefined && hasFields) {
    const [header = []] = table.rows;
    draft.unread.add(`table ${table.caption || header.flatMap(({ lines }) => lines).join(", ")}`);
  }
  if (sheet?.about === "statuses" && (section === "status codes" || section === "response")) {
    for (const { name } of sheet.rows) {
      const listed = statusName(name);
      if (listed !== undefined) {
        draft.statuses.add(listed);
        if (section === "status codes") {
          draft.listed.add(listed);
        }
      }
    }
  } else if (sheet?.about === "fields" && hasFields) {
    const last = draft.groups.at(-1);
    const group = last?.section === section && last.status === status ? last : { section, status, tables: [] };
    if (group !== last) {
      draft.groups.push(group);
    }
    group.tables.push({
      caption: table.caption.replace(/^table\s+[\d-]+[.:]?\s*/i, ""),
      anchors: table.anchors,
      rows: sheet.rows,
    });
    for (const text of sheet.strange) {
      draft.unread.add(`column ${text}`);
    }
  }
}

function readText(text: string, section: Section, status: string | undefined, draft: Draft): void {
  if (section === "authorization" && action.test(text)) {
    draft.actions.add(text);
  }
  const operation = operationIn(text.slice(0, 2000));
  if (section === "uri" && operation !== undefined) {
    draft.operations.push(operation);
  } else if ((section === "request example" || section === "example") && operation !== undefined) {
    draft.requests.push(operation);
  } else if ((section === "response example" || section === "example") && /^\s*[{[]/.test(text)) {
    draft.examples.push({ status: status ?? "", text: tidy(text), ...valueIn(text) });
  }
}

function valueIn(text: string): { value?: unknown } {
  try {
    return { value: JSON.parse(text.replaceAll("\u00a0", " ")) };
  } catch {
    return {};
  }
}

function finish(draft: Draft): Page {
  const [first, ...more] = draft.operations;
  if (first === undefined) {
    throw new UnreadablePage(
      'not a reference page in English: expected a request line such as "GET /v1/…" under the title "URI"',
    );
  }
  if (draft.groups.length === 0 && draft.statuses.size === 0) {
    throw new UnreadablePage("not a reference page in English: expected tables of parameters and status codes");
  }
  // Older pages describe the one good answer without naming its status.
  const good = [...draft.statuses].find((status) => status.startsWith("2")) ?? "200";
  const groups = draft.groups.map((group) => ({ ...group, status: group.status ?? good }));
  const statuses = new Set([
    ...draft.statuses,
    ...groups.flatMap(({ section, status }) => (section === "response" ? [status] : [])),
  ]);
  const { fields, descriptions, unread } = placeTables(groups, first.path);
  return {
    operations: [first, ...more],
    fields,
    descriptions,
    unread: [...draft.unread, ...unread],
    statuses: [...statuses].sort(),
    unlisted: draft.listed.size === 0 ? [] : [...draft.described].filter((status) => !draft.listed.has(status)),
    actions: [...draft.actions],
    requests: draft.requests,
    examples: draft.examples.map((example) => ({ ...example, status: example.status || good })),
  };
}
