import type { Credentials, StaticCredentials } from "../../src/index.ts";
import type { CredentialsPlan } from "./plan.ts";
import { secretValue } from "./secrets.ts";
import type { World } from "./world.ts";

/** The credentials of a run: what the client is given, and what the server makes of each. */
export interface CredentialSource {
  readonly credentials: Credentials;
  /** How often the function was called, and how many of these calls have ended. */
  readonly calls: { begun: number; ended: number };
  /** Which credential a request has. */
  ordinalOf(headers: Headers): number;
  /** What the server may send back: the part of the credential that nobody else knows, or that it saw. */
  secretIn(headers: Headers): string;
  isAccepted(ordinal: number): boolean;
}

export function createCredentials(plan: CredentialsPlan, world: World): CredentialSource {
  const { kind, isFunction, saysEnd, lifetimes } = plan;
  const calls = { begun: 0, ended: 0 };
  const issuedAt: number[] = [];
  let current = 0;

  const lifetimeOf = (ordinal: number): number => lifetimes[Math.min(ordinal, lifetimes.length - 1)] as number;

  function issue(ordinal: number): StaticCredentials {
    issuedAt[ordinal] ??= world.now;
    const lifetime = lifetimeOf(ordinal);
    const end = world.clock.now() + Math.max(lifetime - (world.now - issuedAt[ordinal]), 0);
    const expiresAt = saysEnd && Number.isFinite(end) ? { expiresAt: new Date(end) } : {};
    if (kind === "token") {
      return { token: secretValue("TOKEN", ordinal), ...expiresAt };
    }
    const pair = { accessKeyId: secretValue("AK", ordinal), secretAccessKey: secretValue("SK", ordinal), ...expiresAt };
    return kind === "key" ? pair : { ...pair, securityToken: secretValue("ST", ordinal) };
  }

  async function load(request: { readonly rejected?: StaticCredentials } = {}): Promise<StaticCredentials> {
    const what = plan.calls[Math.min(calls.begun, plan.calls.length - 1)];
    calls.begun += 1;
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
    const isRejected = request.rejected !== undefined && JSON.stringify(request.rejected).includes(`x${current}x`);
    const hasEnded = saysEnd && !isAccepted(current);
    if ((isRejected && what !== "insists") || hasEnded) {
      current += 1;
    }
    return issue(current);
  }

  function isAccepted(ordinal: number): boolean {
    return world.now - (issuedAt[ordinal] ?? 0) < lifetimeOf(ordinal);
  }

  return {
    credentials: isFunction ? load : issue(0),
    calls,
    ordinalOf: (headers) => Number(/x(\d+)x/.exec(sent(headers))?.[1] ?? Number.NaN),
    secretIn: (headers) =>
      headers.get("X-Auth-Token") ??
      headers.get("X-Security-Token") ??
      /Access=(.*), SignedHeaders/.exec(sent(headers))?.[1] ??
      "",
    isAccepted,
  };
}

function sent(headers: Headers): string {
  return headers.get("X-Auth-Token") ?? headers.get("Authorization") ?? "";
}
