/** What is read of the bundled contracts, and of the markers in them. */

export interface Marked {
  readonly "x-source"?: Source | readonly Source[];
  readonly "x-observed"?: Marker | readonly Marker[];
}
export interface Schema extends Marked {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly "x-enumDescriptions"?: Readonly<Record<string, string>>;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly "x-error-codes"?: readonly ErrorCode[];
  readonly [key: string]: unknown;
}
export interface ErrorCode {
  readonly codes: readonly string[];
  readonly meaning: string;
  readonly action: string;
  /** Whether the SDK says it, since status and message do not. */
  readonly hint?: true;
}
export interface Source {
  readonly page: string;
  readonly edition?: string;
  readonly section?: string;
}
export interface Marker {
  readonly where: string;
  readonly note: string;
}
export interface Parameter extends Marked {
  readonly name: string;
  readonly in: string;
  readonly description: string;
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example: string;
}
export interface Response extends Marked {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Schema>>;
  readonly content: {
    readonly "application/json": { readonly schema: Schema; readonly examples: Readonly<Record<string, Schema>> };
  };
}
/** One with an `x-source` is on the vendor's pages, word for word. */
export interface ExampleObject extends Marked {
  readonly summary: string;
  readonly value: object;
}
export interface OperationObject extends Marked {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Schema[];
  readonly responses: Readonly<Record<string, Schema>>;
  readonly security?: readonly Record<string, unknown>[];
  /** "METHOD /path": the requests that the pages show. */
  readonly "x-request-examples"?: readonly string[];
  readonly "x-iam-action"?: string;
  readonly "x-codeSamples": readonly { readonly lang: string; readonly label: string; readonly source: string }[];
}
export interface Contract {
  readonly info: { readonly title: string; readonly summary: string; readonly description: string };
  readonly servers: readonly { readonly url: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, { readonly get: OperationObject }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Response>>;
    readonly securitySchemes?: Readonly<Record<string, Schema>>;
  };
  readonly security?: readonly Record<string, unknown>[];
}

/** What a value stands for: the target of its `$ref`, or the value itself. */
export function resolve<T>(document: object, value: unknown): T {
  const $ref = (value as { readonly $ref?: string } | undefined)?.$ref;
  if ($ref === undefined) {
    return value as T;
  }
  const keys = $ref.slice("#/".length).split("/");
  return resolve(
    document,
    keys.reduce((node, key) => (node as Readonly<Record<string, unknown>>)[key], document as unknown),
  );
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
