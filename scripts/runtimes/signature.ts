import type { AccessKeyCredentials } from "../../src/credentials/credentials.ts";
import { sign } from "../../src/credentials/sign.ts";

/** Whether a request has the signature that this Node makes too, over the headers as they came. */
export async function isSigned(key: AccessKeyCredentials, path: string, headers: Headers): Promise<boolean> {
  const date = headers.get("x-sdk-date") ?? "";
  const now = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(now)) {
    return false;
  }
  const { Authorization } = await sign(key, {
    method: "GET",
    url: `http://${headers.get("host")}${path}`,
    headers: { "X-Project-Id": headers.get("x-project-id") ?? "" },
    now,
  });
  return headers.get("authorization") === Authorization;
}
