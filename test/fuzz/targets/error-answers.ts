import fc from "fast-check";
import { ApiError } from "huaweicloud-jobs";
import { checkHidden, cores, encodings, secrets } from "../../helpers/canary.ts";
import { fakeClient } from "../../helpers/fake-client.ts";
import { samples, sampleText } from "../../helpers/samples.ts";
import { checkError } from "../checks.ts";
import { encoded } from "../inputs/bytes.ts";
import { bodyText } from "../inputs/json.ts";
import { anyText, repeated } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const echoes = Object.values(encodings).flatMap((spell) => secrets.map(spell));
const limits = ["limit:200,time:5 minute", "limit:999999999,time:999999day", "limit:1,time:1 second"];
const bodies = samples.map(sampleText);

/** What goes out with a request, and how the secrets in it are told from others. */
const [token = "", accessKeyId = "", secretAccessKey = "", securityToken = ""] = secrets;
const credentials = [
  { given: { token }, hidden: cores.slice(0, 1) },
  { given: async () => ({ token }), hidden: cores.slice(0, 1) },
  { given: { accessKeyId, secretAccessKey, securityToken }, hidden: cores.slice(1, 4) },
];

/** A header may hold any byte but those that end it. */
const headerText = fc.oneof(
  fc.constantFrom("0", "1.5", "9".repeat(400), "-1", "Wed, 21 Oct 2026 07:28:00 GMT", "Xxx, 99 Foo 0000 99:99:99 GMT"),
  fc.constantFrom("https://[", "//x", "http://a.test:99999/", "data:,", "\\\\a", "javascript:0", ...echoes),
  anyText,
  repeated(8_000, "1", ".", " ", ",", "/", "%"),
);
const legal = (text: string): string => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "").trim();

const fields = ["error_code", "error_msg", "errCode", "errMsg", "code", "message", "request_id", "details", "other"];
const header = fc.constantFrom("Retry-After", "Location", "Date", "X-Request-Id", "Content-Type", "WWW-Authenticate");
const body = fc.oneof(
  { weight: 3, arbitrary: encoded(bodyText(bodies, limits)) },
  // A secret that is whole: what is left of one that was cut cannot be known.
  {
    weight: 4,
    arbitrary: fc.tuple(bodyText(bodies, limits), fc.nat(), fc.constantFrom(...echoes)).map(([text, at, echo]) => {
      const place = at % (text.length + 1);
      return Buffer.from(text.slice(0, place) + echo + text.slice(place));
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...fields), fc.constantFrom(...fields), fc.constantFrom(...echoes), anyText)
      .map(([name, other, echo, text]) => Buffer.from(JSON.stringify({ [name]: text + echo, [other]: echo }))),
  },
  {
    weight: 1,
    arbitrary: repeated(2 ** 20, "limit:1", ",time:1", "{", '"', "\\", " ", ...echoes).map((text) => Buffer.from(text)),
  },
);

/** Answers that are errors: a typed one, in a few words, with no credential in it although the server echoes it. */
export const errorAnswers = defineTarget({
  name: "error-answers",
  share: 80,
  input: fc.record({
    service: fc.constantFrom("sfs-turbo", "workspace", "dcs"),
    credentials: fc.nat(2),
    status: fc.oneof(fc.constantFrom(400, 401, 403, 404, 429, 500, 503), fc.integer({ min: 300, max: 599 })),
    headers: fc.dictionary(header, headerText.map(legal), { noNullPrototype: true }),
    body,
  }),
  async run({ service, status, headers, body, credentials: which }) {
    const { given, hidden } = credentials[which] ?? { given: { token }, hidden: cores };
    const content = [204, 205, 304].includes(status) ? null : new Uint8Array(body);
    const { jobs } = fakeClient([new Response(content, { status, headers })], {
      credentials: given,
    });
    try {
      await jobs.get({ service, id: "job-1" });
    } catch (error) {
      const name = checkError(error);
      if (!(error instanceof ApiError)) {
        throw new Error(`${name} for ${status}`);
      }
      checkHidden(error, hidden);
      return name;
    }
    throw new Error(`${status} is taken for a job`);
  },
});
