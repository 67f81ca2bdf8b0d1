import type { Environment } from "../credentials/env.ts";
import type { CredentialSource } from "./credential-source.ts";
import { textIn } from "./files.ts";
import { readVariable, type Setting, setting } from "./settings.ts";

/** The variable from which Node takes further authorities as it starts; nothing can add them later. */
const NODE_VARIABLE = "NODE_EXTRA_CA_CERTS";

const NO = /^(false|no|off|0)$/i;
const YES = /^(true|yes|on|1)$/i;

/** What a cloud of `clouds.yaml` says about certificates and cannot be heeded, and what to do instead. */
export function certificateNotesOfCloud(cloud: Readonly<Record<string, unknown>>, where: string): string[] {
  const read = (member: string) => textIn(cloud, member, where);
  const unchecked = NO.test(read("verify") ?? "")
    ? "verify"
    : YES.test(read("insecure") ?? "")
      ? "insecure"
      : undefined;
  const client = ["cert", "key"].find((member) => read(member) !== undefined);
  return [
    ...authorityNotes(setting(read("cacert"), `cacert of ${where}`)),
    ...uncheckedNotes(unchecked && `${unchecked} of ${where}`),
    ...(client ? [`${client} of ${where} is not used: certificates of the client are not supported.`] : []),
  ];
}

/** The same for a member that asks not to check certificates. */
export function certificateNotesOf(member: string, value: string | undefined, where: string): string[] {
  return uncheckedNotes(YES.test(value ?? "") ? `${member} of ${where}` : undefined);
}

/** All notes; those whose advice is followed already are left out. */
export function certificateNotes(source: CredentialSource | undefined, env: Environment): string[] {
  const isFollowed = readVariable(env, NODE_VARIABLE) !== undefined;
  const unchecked = ["HW_INSECURE", "OS_INSECURE"].find((name) => YES.test(env[name]?.trim() ?? ""));
  const own = [...authorityNotes(readVariable(env, "OS_CACERT")), ...uncheckedNotes(unchecked)];
  return [...own, ...(source?.notes ?? [])].filter((note) => !isFollowed || !note.includes(NODE_VARIABLE));
}

function authorityNotes(authority: Setting | undefined): string[] {
  if (authority === undefined) {
    return [];
  }
  const path = /^[\w./~-]{1,200}$/.test(authority.value) ? authority.value : "its file";
  return [`${authority.source} is not used: to trust it, start the command with ${NODE_VARIABLE}=${path}.`];
}

function uncheckedNotes(name: string | undefined): string[] {
  const advice = `to trust a private authority, start the command with ${NODE_VARIABLE}=FILE`;
  return name === undefined ? [] : [`${name} is not used, certificates are always checked: ${advice}.`];
}
