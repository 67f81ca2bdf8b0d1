import type { Environment } from "../credentials/env.ts";
import type { CredentialSource } from "./credential-source.ts";
import { textIn } from "./files.ts";
import { readVariable } from "./settings.ts";

/** The variable from which Node takes further authorities as it starts; nothing can add them later. */
const NODE_VARIABLE = "NODE_EXTRA_CA_CERTS";

const NO = /^(false|no|off|0)$/i;
const YES = /^(true|yes|on|1)$/i;

/** What a cloud of `clouds.yaml` says about certificates and cannot be heeded, and what to do instead. */
export function certificateNotesOfCloud(cloud: Readonly<Record<string, unknown>>, where: string): string[] {
  const read = (member: string) => textIn(cloud, member, where);
  const isUnchecked = NO.test(read("verify") ?? "") || YES.test(read("insecure") ?? "");
  const clientCertificate = ["cert", "key"].find((member) => read(member) !== undefined);
  return [
    ...notesOn(
      { name: `cacert of ${where}`, value: read("cacert") },
      isUnchecked ? `${read("verify") === undefined ? "insecure" : "verify"} of ${where}` : undefined,
    ),
    ...(clientCertificate === undefined
      ? []
      : [`${clientCertificate} of ${where} is not used: certificates of the client are not supported.`]),
  ];
}

/** The same for a member that asks not to check certificates. */
export function certificateNotesOf(member: string, value: string | undefined, where: string): string[] {
  return notesOn({ name: "", value: undefined }, YES.test(value ?? "") ? `${member} of ${where}` : undefined);
}

/** All notes; those whose advice is followed already are left out. */
export function certificateNotes(source: CredentialSource | undefined, env: Environment): string[] {
  const isFollowed = readVariable(env, NODE_VARIABLE) !== undefined;
  return [...notesOfEnv(env), ...(source?.notes ?? [])].filter((note) => !isFollowed || !note.includes(NODE_VARIABLE));
}

function notesOfEnv(env: Environment): string[] {
  const authority = readVariable(env, "OS_CACERT");
  const unchecked = ["HW_INSECURE", "OS_INSECURE"].find((name) => YES.test(env[name]?.trim() ?? ""));
  return notesOn({ name: authority?.source ?? "", value: authority?.value }, unchecked);
}

function notesOn(
  authority: { readonly name: string; readonly value: string | undefined },
  unchecked: string | undefined,
): string[] {
  const notes: string[] = [];
  if (authority.value !== undefined) {
    const path = /^[\w./~-]{1,200}$/.test(authority.value) ? authority.value : "its file";
    notes.push(`${authority.name} is not used: to trust it, start the command with ${NODE_VARIABLE}=${path}.`);
  }
  if (unchecked !== undefined) {
    notes.push(
      `${unchecked} is not used, certificates are always checked: to trust a private authority, start the command with ${NODE_VARIABLE}=FILE.`,
    );
  }
  return notes;
}
