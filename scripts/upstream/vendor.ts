export type Vendor = "huaweicloud" | "otc";

/** The address that a saved page says it comes from. */
export function addressOf(html: string): string | undefined {
  const head = html.slice(0, 20_000);
  return (
    /<link\b[^<>]{0,500}\brel=["']?canonical["']?[^<>]{0,500}>/i
      .exec(head)?.[0]
      .match(/\bhref=["']?(https:[^\s"'<>]+)/i)?.[1] ?? /saved from url=\(\d+\)(https:[^\s"'<>]+)/.exec(head)?.[1]
  );
}

/** Whose page it is: by its address, else by the name of the file. */
export function vendorOf(address: string): Vendor | undefined {
  const text = address.toLowerCase().split("?")[0] ?? "";
  if (/\bt-systems\b|\botc\b|open-telekom/.test(text)) {
    return "otc";
  }
  return /huaweicloud|myhuaweicloud/.test(text) ? "huaweicloud" : undefined;
}
