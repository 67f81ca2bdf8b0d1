import { inspect } from "node:util";
import { expect, test } from "vitest";
import { errorResponse, fakeClient, token } from "../helpers/fake-client.ts";
import { sampleText } from "../helpers/samples.ts";

const ref = { service: "sfs-turbo", id: "job-1" } as const;

async function errorOf(...given: Parameters<typeof fakeClient>): Promise<Error> {
  return fakeClient(...given)
    .jobs.get(ref)
    .then(
      () => Promise.reject(new Error("resolved")),
      (error: Error) => error,
    );
}

test.each(["constructor", "toString", "__proto__"])("the code %j has no special meaning", async (code) => {
  const { message } = await errorOf([errorResponse(403, `{"errCode":"${code}","errMsg":"m"}`)]);
  expect(message).toContain(`403 ${code}: m (GET`);
  expect(message).toContain("needs the IAM action sfsturbo:shares:getJob");
});

test.each([
  ["its code says it", sampleText("sfs-turbo-5"), "The service knows no such job"],
  [
    "its code is misleading",
    sampleText("sfs-turbo-4"),
    "The service does not know this job in this project and region",
  ],
])(
  "a 404 of SFS Turbo says that the job is unknown, and in which project and on which host: %s",
  async (_how, body, meaning) => {
    const { message } = await errorOf([errorResponse(404, body)]);
    expect(message).toContain(meaning);
    expect(message).toContain("project project-1, host sfs-turbo.test");
  },
);

test("a redirect to a host that contains a credential does not show it in lower case either", async () => {
  const credentials = { accessKeyId: "AKIDCANARY", secretAccessKey: "SK-0001" };
  const { message } = await errorOf([errorResponse(302, "", { Location: "https://AKIDCANARY.test/" })], {
    credentials,
  });
  expect(message).toContain("redirected to an unknown place");
  expect(message.toLowerCase()).not.toContain("akidcanary");
});

test("the code of what `fetch` throws shows no credential", async () => {
  const error = await errorOf([Object.assign(new Error("bad"), { code: token })]);
  expect(inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(token);
  expect(error.cause).toHaveProperty("code", "[redacted]");
});
