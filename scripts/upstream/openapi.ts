/** What is read of the bundled OpenAPI documents, and of the markers in them. */

export interface Marked {
  readonly "x-source"?: Source | readonly Source[];
  readonly "x-observed"?: Marker | readonly Marker[];
}
export interface Schema extends Marked {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly [key: string]: unknown;
}
export interface Source {
  readonly page: string;
}
export interface Marker {
  readonly where: string;
  readonly note: string;
}
export interface Parameter extends Marked {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}
export interface Response extends Marked {
  readonly headers?: Readonly<Record<string, Schema>>;
  readonly content?: Readonly<Record<string, { schema: Schema; examples?: Record<string, ExampleObject> }>>;
}
/** One with an `x-source` is on the vendor's pages, word for word. */
export interface ExampleObject extends Marked {
  readonly $ref?: string;
  readonly value?: unknown;
}
export interface OperationObject extends Marked {
  readonly parameters?: readonly Schema[];
  readonly responses: Readonly<Record<string, Schema>>;
  readonly security?: readonly Record<string, unknown>[];
  /** "METHOD /path": the requests that the pages show. */
  readonly "x-request-examples"?: readonly string[];
  readonly "x-iam-action"?: string;
}
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes?: Readonly<Record<string, Schema>>;
  };
  readonly security?: readonly Record<string, unknown>[];
}

export const markersOf = ({ "x-observed": marker = [] }: Marked): readonly Marker[] => [marker].flat();
export const sourcesOf = ({ "x-source": source = [] }: Marked): readonly Source[] => [source].flat();
/** What practice shows and no page does. With both markers, some page does. */
export const onlyObserved = (schema: Marked): boolean => markersOf(schema).length > 0 && sourcesOf(schema).length === 0;

/** The words of a list that a marker is about: those that a note names; all, when the notes name none. */
export function observedWords(list: Schema): string[] {
  const words = (list.enum ?? []).map(String);
  const notes = markersOf(list).map(({ note }) => note);
  const named = words.filter((word) => notes.some((note) => note.includes(`\`${word}\``)));
  return notes.length === 0 ? [] : named.length === 0 || onlyObserved(list) ? words : named;
}
