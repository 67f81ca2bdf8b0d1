import fc from "fast-check";
import { credentialsFromEnv } from "huaweicloud-jobs";
import { agencyNames, keyNames, placeNames, tokenNames, userNames } from "../../../src/credentials/env-names.ts";
import { outcomeOf } from "../checks.ts";
import { anyText } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const names = [
  ...[tokenNames, ...keyNames, userNames, placeNames, agencyNames].flatMap((table) => Object.values(table).flat()),
  "__proto__",
];
const user = ["OS_AUTH_URL", "OS_USERNAME", "OS_PASSWORD", "OS_USER_DOMAIN_NAME"];
const value = fc.oneof(
  fc.constantFrom("PWcanary5", "https://iam.test", "http://iam.test", "https://u:PWcanary5@iam.test", "", " "),
  anyText,
);
/** Removes the secret from variables that do not hold secrets. A URL may hold one. */
const withoutMisplacedSecrets = (env: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      const isSecret =
        /TOKEN|KEY|PASS|_(?:AK|SK|ST)$/.test(name) || (/_URL$|_ENDPOINT$/.test(name) && value.includes("@"));
      return [name, isSecret ? value : value.replace("PWcanary5", "public")];
    }),
  );

const environment = fc.oneof(
  fc.dictionary(fc.constantFrom(...names), value, { noNullPrototype: true }),
  fc
    .array(value, { minLength: 6, maxLength: 6 })
    .map((values) =>
      Object.fromEntries(
        [...user, "OS_PROJECT_ID", "OS_PROJECT_NAME"].map((name, index) => [name, values[index] ?? ""]),
      ),
    ),
);

/** Environment variables: a credential, or an error that names variables, but shows no value. */
export const environments = defineTarget({
  name: "environments",
  share: 200,
  input: environment.map(withoutMisplacedSecrets),
  run: (env) =>
    outcomeOf(
      () => credentialsFromEnv(env),
      (credentials) => (typeof credentials === "function" ? "user" : (Object.keys(credentials)[0] ?? "nothing")),
    ),
});
