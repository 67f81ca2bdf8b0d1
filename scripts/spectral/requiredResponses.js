const isServerError = (status) => /^5\d\d$/.test(status) || status === "default";

/** Reports the `statuses` that an operation does not list, and a missing response for server errors. */
export default function requiredResponses(responses, { statuses }, { path }) {
  if (typeof responses !== "object" || responses === null) {
    return [];
  }
  const listed = Object.keys(responses);
  const findings = statuses
    .filter((status) => !listed.includes(status))
    .map((status) => ({
      message: `The operation must list "${status}"; for example "'${status}': { $ref: ... }".`,
      path,
    }));
  if (!listed.some(isServerError)) {
    findings.push({ message: "The operation must list a server error; for example \"'500': { $ref: ... }\".", path });
  }
  return findings;
}
