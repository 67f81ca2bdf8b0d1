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

/** The service, where a line is the trail of a page: "Help Center/ Distributed Cache Service/ API Reference/ …". */
export const serviceIn = (line: string): string | undefined =>
  /(?:^|\/) *([^/]{2,60}?) *\/ *API Reference *(?:\/|$)/.exec(line.slice(0, 500))?.[1];

/** Whose page it is: by its address, or by the name of its file. */
export function vendorOf(source: string): Vendor | undefined {
  const [plain = ""] = source.toLowerCase().split(/[?#]/);
  const text = /^https?:/.test(plain) ? plain : (plain.split(/[/\\]/).at(-1) ?? "");
  if (/\botc\b|t-systems|open-?telekom-?cloud/.test(text)) {
    return "otc";
  }
  return text.includes("huaweicloud") ? "huaweicloud" : undefined;
}
