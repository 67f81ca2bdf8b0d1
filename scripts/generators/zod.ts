/** The validators that hey-api makes with zod, given every body that a client meets. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { builtInServices, type ServiceName } from "../../src/services/index.ts";
import { type Answer, answers, apis } from "./answers.ts";
import { out } from "./generators.ts";

interface Validator {
  safeParse(body: unknown): { readonly success: boolean; readonly error?: { readonly message: string } };
}

/** The service's part of the names of schemas, such as `SfsTurbo`. */
const prefixOf = (api: ServiceName): string => {
  const { clientKey } = builtInServices[api];
  return clientKey.charAt(0).toUpperCase() + clientKey.slice(1);
};

async function validatorsOf(api: ServiceName): Promise<Readonly<Record<string, Validator>>> {
  return import(pathToFileURL(join(out, "hey-api", api, "zod.gen.ts")).href);
}

/** How many bodies were accepted; rejects with those that were not. */
export async function acceptsEveryBody(): Promise<string> {
  const validators = Object.fromEntries(
    await Promise.all(apis.map(async (api) => [api, await validatorsOf(api)] as const)),
  );
  const all = await answers();
  const faults = all.flatMap((answer) => faultIn(answer, validators[answer.api] ?? {}));
  const wrong = apis.filter(
    (api) => faultIn({ what: "", api, status: 200, body: { status: 1 } }, validators[api] ?? {}).length === 0,
  );
  if (wrong.length > 0) {
    throw new Error(`the validators of ${wrong.join(", ")} accept anything`);
  }
  if (faults.length > 0) {
    throw new Error(faults.join("\n"));
  }
  return `${all.length} bodies`;
}

function faultIn({ what, api, status, body }: Answer, validators: Readonly<Record<string, Validator>>): string[] {
  const prefix = prefixOf(api);
  const names = status < 400 ? [`zShow${prefix}JobResponse`] : [`z${prefix}Error`, "zGatewayError"];
  const results = names.map(
    (name) => validators[name]?.safeParse(body) ?? { success: false, error: { message: name } },
  );
  return results.some(({ success }) => success) ? [] : [`${api}, ${what}, ${status}: ${results[0]?.error?.message}`];
}
