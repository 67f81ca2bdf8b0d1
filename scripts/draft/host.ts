import type { Page } from "../upstream/page.ts";
import { fillIn } from "./mark.ts";

const serviceHost =
  /^([a-z0-9]+(?:-[a-z0-9]+)*)\.[a-z]+(?:-[a-z0-9]+)+\.(?:myhuaweicloud\.(?:com|eu)|(?:sc\.)?otc\.t-systems\.com)$/i;

/** The part of the host before the region, from an example request; most pages have "{Endpoint}" there. */
export function prefixOf({ requests, operations }: Page, address: string | undefined): string {
  const hosts = [...requests, ...operations].flatMap(({ host }) => serviceHost.exec(host ?? "")?.[1] ?? []);
  const [, hint] = /\/(?:[a-z0-9-]+-)?api-([a-z0-9-]+)\//i.exec(address ?? "") ?? [];
  const known = hint === undefined ? "" : `; the page's address has "${hint}"`;
  return hosts[0]?.toLowerCase() ?? fillIn(`what stands before the region in the service's endpoint${known}`);
}
