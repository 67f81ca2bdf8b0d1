import { oneOf, textOption } from "./validate.ts";

/** The clouds that offer the services. */
export const clouds = ["huaweicloud", "otc"] as const;

/** `"huaweicloud"`, or `"otc"` for Open Telekom Cloud. */
export type Cloud = (typeof clouds)[number];

/** The hosts of one service. */
export interface HostPattern {
  /** The first label of the host: `"ecs"` for `https://ecs.<region>.<the cloud's domain>`. */
  readonly prefix: string;
  /** The clouds that offer the service. Default: all. */
  readonly clouds?: readonly Cloud[] | undefined;
  /** Hosts of the regions that do not follow the pattern. */
  readonly exceptions?: Readonly<Record<string, string>> | undefined;
}

/** Host patterns as the vendors' endpoint pages list them; the Swiss one is inferred from sibling services there. */
const domains: Readonly<Record<Cloud, (region: string) => string>> = {
  huaweicloud: (region) => `${region}.myhuaweicloud.com`,
  otc: (region) => (region === "eu-ch2" ? `${region}.sc.otc.t-systems.com` : `${region}.otc.t-systems.com`),
};

/**
 * The base URL of a service in a cloud's region, or `undefined` if the cloud does not offer the service. Any
 * well-formed region is accepted: new ones open without notice.
 */
export function serviceUrl(pattern: HostPattern, cloud: Cloud, region: string): string | undefined {
  if (pattern.clouds?.includes(cloud) === false) {
    return undefined;
  }
  const { exceptions = {} } = pattern;
  const host =
    (Object.hasOwn(exceptions, region) && exceptions[region]) || `${pattern.prefix}.${domains[cloud](region)}`;
  return `https://${host}`;
}

/** IAM's hosts follow the pattern of the services, except in the European and the Swiss region. */
const iamHosts: HostPattern = {
  prefix: "iam",
  exceptions: {
    "eu-west-101": "iam.eu-west-101.myhuaweicloud.eu",
    "eu-ch2": "iam-pub.eu-ch2.sc.otc.t-systems.com",
  },
};

/** IAM's base URL in a cloud's region, with `/v3`. */
export function iamUrl(cloud: Cloud, region: string): string {
  return `${serviceUrl(iamHosts, cloud, region)}/v3`;
}

/** Where the services are, as far as it is known. */
interface Place {
  readonly cloud?: Cloud | undefined;
  readonly region?: string | undefined;
}

/** By name of a cloud, or by domain, which other tools call a cloud; with the region of domains that have one alone. */
const places: Readonly<Record<string, Place>> = {
  huaweicloud: { cloud: "huaweicloud" },
  "myhuaweicloud.com": { cloud: "huaweicloud" },
  "myhuaweicloud.eu": { cloud: "huaweicloud", region: "eu-west-101" },
  otc: { cloud: "otc" },
  "otc.t-systems.com": { cloud: "otc" },
  "sc.otc.t-systems.com": { cloud: "otc", region: "eu-ch2" },
};

/** The place with the name of a cloud, or with a domain. */
export function placeByName(nameOrDomain: string): Place {
  const name = nameOrDomain.toLowerCase();
  return (Object.hasOwn(places, name) && places[name]) || {};
}

/** Regions by cloud, as far as a region's name shows: no name is in both clouds. */
const regionsOf: Readonly<Record<Cloud, RegExp>> = {
  huaweicloud: /^((cn|ap|af|sa|la|na|tr|me|ae|ru|my)-[a-z0-9-]+|eu-west-(0|101))$/,
  otc: /^eu-(de|nl|ch2)$/,
};

/** The cloud that has a region, if the region is known. */
export function cloudOfRegion(region: string): Cloud | undefined {
  return clouds.find((cloud) => regionsOf[cloud].test(region));
}

const IAM_HOST = /^[\w-]+\.(?:([a-z]{2,}(?:-[a-z0-9]+)+)\.)?(.+\..+)$/;

/** Cloud and region, if the host of an IAM URL names them. */
export function placeOfIam(url: string): Place {
  if (!URL.canParse(url)) {
    return {};
  }
  const [, region, domain = ""] = IAM_HOST.exec(new URL(url).hostname) ?? [];
  const place = placeByName(domain);
  return place.cloud && region !== undefined ? { ...place, region } : place;
}

export function cloudOption(value: unknown, option = "cloud"): Cloud {
  return oneOf(option, value, clouds);
}

export function regionOption(value: unknown, option = "region"): string {
  return textOption(option, value, /^[a-z]{2,}(-[a-z0-9]+)+$/, 'a region such as "eu-de" or "cn-north-4"');
}
