import type { Answer } from "../http/exchange.ts";
import { parseJson } from "../values.ts";

/** Says why a 2xx answer's parsed body is not what the caller needs, or `undefined` when it is. */
export type Judge = (status: number, body: unknown) => string | undefined;

/** What a 2xx answer says, or why it cannot be used. */
export interface Judgement {
  readonly data?: unknown;
  readonly problem?: string | undefined;
}

/** Statuses whose responses cannot have a body. */
export const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** Judges a 2xx answer; there is nothing to say about others. */
export function judge({ request, response, body }: Answer, ofCaller: Judge | undefined): Judgement {
  const isEmptyByDesign = bodiless.has(response.status) || request.method === "HEAD";
  if (!response.ok || (isEmptyByDesign && ofCaller === undefined)) {
    return {};
  }
  if (body.cut !== undefined) {
    return { problem: body.cut };
  }
  let data: unknown;
  try {
    data = parseJson(body.text);
  } catch (error) {
    const what = error instanceof RangeError ? "is nested too deeply" : "is not JSON, or was cut short";
    return { problem: body.text === "" ? "the body is empty" : `the body ${what}` };
  }
  return { data, problem: ofCaller?.(response.status, data) };
}
