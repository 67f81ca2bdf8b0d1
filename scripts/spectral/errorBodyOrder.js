import { componentAt, valueAt } from "./lib/document.js";

const GATEWAY = "GatewayError";

/** Checks the order of the anyOf of an error body; the operationId names the service. */
export default function errorBodyOrder(members, _options, { path, documentInventory }) {
  if (!Array.isArray(members)) {
    return [];
  }
  const { operationId } = valueAt(documentInventory.resolved, path.slice(0, 3)) ?? {};
  const service = /^show(\w+)Job$/.exec(operationId)?.[1] ?? "";
  const names = members.map((_, index) => componentAt([...path, String(index)], documentInventory)?.name ?? "(inline)");
  const right = `for example "anyOf: [${service}Error, ${GATEWAY}]"`;

  const findings = [];
  if (names[0] === GATEWAY || !names[0].startsWith(service)) {
    findings.push({ message: `"${names[0]}" stands first, where the service's own schema belongs; ${right}.`, path });
  }
  if (names.at(-1) !== GATEWAY) {
    findings.push({ message: `"${names.at(-1)}" stands last, where "${GATEWAY}" belongs; ${right}.`, path });
  }
  return findings;
}
