import { invalidOption, oneOf } from "./validate.ts";

/** The clouds that offer the services. */
export const clouds = ["huaweicloud", "otc"] as const;

/** `"huaweicloud"`, or `"otc"` for Open Telekom Cloud. */
export type Cloud = (typeof clouds)[number];

/** The hosts of one service: the first label of its host names, the clouds that have it, and the exceptions. */
export interface HostPattern {
  readonly prefix: string;
  readonly clouds: readonly Cloud[];
  /** Regions whose host does not follow the cloud's pattern. */
  readonly exceptions?: Readonly<Record<string, string>>;
}

/** Host patterns as the vendors' endpoint pages list them; the Swiss one is inferred from sibling services there. */
const domains: Readonly<Record<Cloud, (region: string) => string>> = {
  huaweicloud: (region) => `${region}.myhuaweicloud.com`,
  otc: (region) => (region === "eu-ch2" ? `${region}.sc.otc.t-systems.com` : `${region}.otc.t-systems.com`),
};

/**
 * The base URL of a service in a cloud's region, or `undefined` when the cloud does not offer the service. Any
 * well-formed region is taken: new ones open without notice.
 */
export function serviceUrl(pattern: HostPattern, cloud: Cloud, region: string): string | undefined {
  if (!pattern.clouds.includes(cloud)) {
    return undefined;
  }
  const host = pattern.exceptions?.[region] ?? `${pattern.prefix}.${domains[cloud](region)}`;
  return `https://${host}`;
}

/** Checks a cloud's name. */
export function cloudOption(value: unknown, option = "cloud"): Cloud {
  return oneOf(option, value, clouds);
}

/** Checks the form of a region's name. */
export function regionOption(value: unknown, option = "region"): string {
  if (typeof value !== "string" || !/^[a-z]{2,}(-[a-z0-9]+)+$/.test(value)) {
    throw invalidOption(option, 'a region such as "eu-de" or "cn-north-4"', value);
  }
  return value;
}
