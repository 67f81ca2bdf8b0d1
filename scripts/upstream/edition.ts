import { type Vendor, vendorOf } from "./vendor.ts";

/** Which of a vendor's editions a page is: an address serves only its newest one. */
export interface Edition {
  readonly vendor: Vendor;
  /** As the page or the name of its file has it; "undated" if neither has one. */
  readonly date: string;
}

/** "otc", for every edition of that vendor, or "huaweicloud 2025-10-23", for one. */
export const isEditionName = (name: unknown): boolean =>
  /^(?:huaweicloud|otc)(?: (?:\d{4}-\d\d-\d\d|undated))?$/.test(String(name));

/**
 * The edition of a page.
 *
 * @param addresses - where it comes from: file or URL, and the address that it names itself
 */
export function editionOf(addresses: readonly string[], text: string): Edition | undefined {
  const vendor = addresses.map(vendorOf).find((known) => known !== undefined);
  const inName = addresses.map((address) => /(?<!\d)\d{4}-\d\d-\d\d(?!\d)/.exec(address.split(/[/\\]/).at(-1) ?? ""));
  const [, date = inName.find((found) => found !== null)?.[0] ?? "undated"] =
    /\bUpdated on\s{1,5}(\d{4}-\d\d-\d\d)\b/.exec(text.slice(0, 100_000)) ?? [];
  return vendor && { vendor, date };
}

export const editionName = ({ vendor, date }: Edition): string => `${vendor} ${date}`;

/** Whether a name of an edition, or of a vendor, means this edition. */
export const isMeant = (name: string, edition: Edition): boolean =>
  name === edition.vendor || name === editionName(edition);
