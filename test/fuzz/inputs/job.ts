import fc from "fast-check";
import { builtInServices as services } from "../../../src/services/index.ts";
import { samples, sampleText } from "../../helpers/samples.ts";
import { bodyText } from "./json.ts";

type ServiceName = keyof typeof services;

const serviceNames = Object.keys(services) as ServiceName[];

/** Something for one of the services. */
export function ofService<T>(arbitraryFor: (service: ServiceName) => fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof(...serviceNames.map(arbitraryFor));
}

/** What a service may say of a job; more than half of the time it says what the job is doing. */
export function jobText(service: ServiceName): fc.Arbitrary<string> {
  const words = Object.keys(services[service].states);
  const bodies = samples.filter((name) => name.startsWith(service)).map(sampleText);
  const status = fc.option(fc.constantFrom(...words, "NEW_WORD"), { nil: undefined, freq: 3 });
  return fc
    .tuple(bodyText(bodies, words), status)
    .map(([text, status]) => (status === undefined ? text : text.replace(/\}\s*$/, `,"status":"${status}"}`)));
}
