import assert from "node:assert/strict";
import fc from "fast-check";
import { passwordCredentials } from "huaweicloud-jobs";
import { encodings, secrets } from "../../helpers/canary.ts";
import { sampleText } from "../../helpers/samples.ts";
import { outcomeOf } from "../checks.ts";
import { encoded } from "../inputs/bytes.ts";
import { bodyText } from "../inputs/json.ts";
import { anyText } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const token = '{"token":{"expires_at":"2099-01-01T00:00:00.000000Z","project":{"id":"p","name":"eu-de"}}}';
const ends = ["2099-01-01T00:00:00.000000Z", "1970-01-01", "+275760-09-13T00:00:00.000Z", "-1", "99999"];
const password = secrets[4] ?? "";
const echoes = Object.values(encodings).map((spell) => spell(password));
const header = fc
  .oneof(fc.constantFrom("MIIabc", "ISSUED", ...echoes), anyText)
  .map((text) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "").trim());

/** What IAM, or something in its place, answers to a login: a token with an end, or a typed error without the password. */
export const logins = defineTarget({
  name: "logins",
  share: 80,
  input: fc.record({
    status: fc.oneof(fc.constantFrom(201, 201, 200, 401, 429), fc.integer({ min: 200, max: 599 })),
    header: fc.option(header, { nil: undefined, freq: 5 }),
    body: fc.oneof(
      encoded(bodyText([token, sampleText("iam-1")], ends)),
      // A secret that is whole: what is left of one that was cut cannot be known.
      fc
        .tuple(bodyText([token, sampleText("iam-1")], ends), fc.nat(), fc.constantFrom(...echoes))
        .map(([text, at, echo]) => Buffer.from(text.slice(0, at % 80) + echo + text.slice(at % 80))),
    ),
  }),
  run: ({ status, header, body }) =>
    outcomeOf(
      passwordCredentials({
        iamEndpoint: "https://iam.test",
        username: "u",
        password,
        domainName: "d",
        fetch: async () =>
          new Response([204, 205, 304].includes(status) ? null : new Uint8Array(body), {
            status,
            headers: header === undefined ? {} : { "X-Subject-Token": header },
          }),
      }),
      (credential) => {
        assert("token" in credential && credential.token !== "", "no token");
        assert((credential.expiresAt?.getTime() ?? Number.NaN) > Date.now(), "no end");
        return "token";
      },
    ),
});
