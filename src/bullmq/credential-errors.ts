import type { Authorize } from "../http/client.ts";

/** Which errors arose before a request was sent: from IAM, from a credentials function, or from an earlier refusal. */
export interface CredentialErrors {
  readonly authorize: Authorize;
  has(error: unknown): boolean;
}

export function recordCredentialErrors(authorize: Authorize): CredentialErrors {
  const errors = new WeakSet<object>();
  const recorded =
    (inner: Authorize): Authorize =>
    async (request) => {
      try {
        const { renew, ...authorization } = await inner(request);
        return { ...authorization, ...(renew && { renew: recorded(renew) }) };
      } catch (error) {
        errors.add(Object(error));
        throw error;
      }
    };
  return { authorize: recorded(authorize), has: (error) => errors.has(Object(error)) };
}
