import type { Answer } from "../http/exchange.ts";

/** Says why a 2xx answer's parsed body is not what the caller needs, or `undefined` when it is. */
export type Judge = (status: number, body: unknown) => string | undefined;

/** Statuses whose responses cannot have a body. */
export const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** Why a 2xx answer cannot be used, or `undefined` when it can. Other statuses are not judged. */
export function judge({ request, response, body }: Answer, ofCaller: Judge | undefined): string | undefined {
  const isEmptyByDesign = bodiless.has(response.status) || request.method === "HEAD";
  if (!response.ok || (isEmptyByDesign && ofCaller === undefined)) {
    return undefined;
  }
  if (body.cut !== undefined) {
    return body.cut;
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.text);
  } catch {
    return body.text === "" ? "the body is empty" : "the body is not JSON, or was cut short";
  }
  return ofCaller?.(response.status, parsed);
}
