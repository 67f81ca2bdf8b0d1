import type { Credentials, StaticCredentials } from "../../src/index.ts";
import { secretOf } from "../../test/helpers/canary.ts";
import type { CredentialsPlan } from "./plan.ts";
import type { World } from "./world.ts";

/** The credentials of a run: what the client is given, and what the server makes of each. */
export interface CredentialSource {
  readonly credentials: Credentials;
  /** What the calls of the function did, and how many of them have ended. */
  readonly calls: { readonly begun: string[]; ended: number };
  isAccepted(ordinal: number): boolean;
}

export function createCredentials(plan: CredentialsPlan, world: World): CredentialSource {
  const { kind, isFunction, saysEnd, lifetimes } = plan;
  const calls = { begun: [] as string[], ended: 0 };
  const issuedAt: number[] = [];
  let current = 0;

  function endOf(ordinal: number): number {
    return (issuedAt[ordinal] ?? 0) + (lifetimes[Math.min(ordinal, lifetimes.length - 1)] as number);
  }

  const isAccepted = (ordinal: number): boolean => world.now < endOf(ordinal);

  function issue(): StaticCredentials {
    const secret = (name: string): string => secretOf(`CANARY${name}x${current}xCANARY`);
    issuedAt[current] ??= world.now;
    const end = world.clock.now() + Math.max(endOf(current) - world.now, 0);
    const expiresAt = saysEnd && Number.isFinite(end) ? { expiresAt: new Date(end) } : {};
    if (kind === "token") {
      return { token: secret("TOKEN"), ...expiresAt };
    }
    const pair = { accessKeyId: secret("AK"), secretAccessKey: secret("SK"), ...expiresAt };
    return kind === "key" ? pair : { ...pair, securityToken: secret("ST") };
  }

  async function load(request: { readonly rejected?: StaticCredentials } = {}): Promise<StaticCredentials> {
    const what = plan.calls[Math.min(calls.begun.length, plan.calls.length - 1)] as CredentialsPlan["calls"][number];
    calls.begun.push(what);
    if (what === "hangs") {
      await new Promise(() => {});
    }
    if (what === "slow") {
      await world.sleep(2_000);
    }
    calls.ended += 1;
    if (what === "throws") {
      throw new Error("no credential today");
    }
    const isRejected = what !== "insists" && JSON.stringify(request.rejected)?.includes(`x${current}x`);
    current += isRejected || (saysEnd && !isAccepted(current)) ? 1 : 0;
    return issue();
  }

  return { credentials: isFunction ? load : issue(), calls, isAccepted };
}

/** Which credential a request has. */
export function ordinalIn(headers: Headers): number {
  return Number(/x(\d+)x/.exec(sent(headers))?.[1] ?? Number.NaN);
}

/** What the server may send back: the part of the credential that nobody else knows, or that it saw. */
export function secretIn(headers: Headers): string {
  const shown = headers.get("X-Auth-Token") ?? headers.get("X-Security-Token");
  return shown ?? /Access=(.*), SignedHeaders/.exec(sent(headers))?.[1] ?? "";
}

function sent(headers: Headers): string {
  return headers.get("X-Auth-Token") ?? headers.get("Authorization") ?? "";
}
