/** Generated reference pages, in the same kinds of markup and copies as the vendor's. */

export interface Row {
  readonly name: string;
  readonly mandatory?: string;
  readonly type: string;
  /** Paragraphs; the items of a list begin with "* ". */
  readonly text?: readonly string[];
}

export interface TableSketch {
  readonly caption: string;
  readonly rows: readonly Row[];
}

export type Part =
  | { heading: string }
  | { text: string }
  | { code: string }
  | { table: TableSketch }
  | { statuses: readonly string[] };

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const isItem = (line: string): boolean => line.startsWith("* ");
const anchor = (name: string): string => `response_${name}`;
const modelIn = (type: string): string | undefined => /(?:^|of )(\w+) objects?$/.exec(type)?.[1];

interface Grid {
  readonly caption: string;
  readonly cells: readonly (readonly (readonly string[])[])[];
}

/** A table as rows of cells of lines, the header first. */
function gridOf(part: { table: TableSketch } | { statuses: readonly string[] }): Grid {
  if ("statuses" in part) {
    const rows = part.statuses.map((status) => [[status], ["What it means."]]);
    return { caption: "", cells: [[["Status Code"], ["Description"]], ...rows] };
  }
  const { caption, rows } = part.table;
  const hasMandatory = rows.some(({ mandatory }) => mandatory !== undefined);
  const head = ["Parameter", ...(hasMandatory ? ["Mandatory"] : []), "Type", "Description"].map((text) => [text]);
  const cells = rows.map(({ name, mandatory = "", type, text = ["What it is."] }) => [
    [name],
    ...(hasMandatory ? [[mandatory]] : []),
    [type],
    text,
  ]);
  return { caption, cells: [head, ...cells] };
}

interface Markup {
  heading: (text: string) => string;
  strong: (text: string) => string;
  code: (text: string) => string;
  table: (caption: string, number: number, cells: string[][]) => string;
}

function html(parts: readonly Part[], { heading, strong, code, table }: Markup): string {
  let number = 0;
  const cell = (lines: readonly string[]): string => {
    const model = modelIn(lines[0] ?? "");
    const linked = (line: string): string =>
      model === undefined ? escaped(line) : escaped(line).replace(model, `<a href="#${anchor(model)}">${model}</a>`);
    const paragraphs = lines.filter((line) => !isItem(line)).map((line) => `<p>${linked(line)}</p>`);
    const items = lines.filter(isItem).map((line) => `<li><p>${escaped(line.slice(2))}</p>\n</li>`);
    return [...paragraphs, ...(items.length > 0 ? [`<ul>${items.join("")}</ul>`] : [])].join("\n");
  };
  return parts
    .map((part) => {
      if ("heading" in part) {
        return heading(escaped(part.heading));
      }
      if ("text" in part) {
        return `<p>${part.text.startsWith("Status code") ? strong(part.text) : escaped(part.text)}</p>`;
      }
      if ("code" in part) {
        return code(escaped(part.code));
      }
      const { caption, cells } = gridOf(part);
      number += caption === "" ? 0 : 1;
      return table(
        caption,
        number,
        cells.map((row) => row.map(cell)),
      );
    })
    .join("\n");
}

/** The markup of pages that Huawei Cloud publishes and Open Telekom Cloud exports. */
export function ditaPage(parts: readonly Part[]): string {
  return html(parts, {
    heading: (text) => `<div class="section"><h4 class="sectiontitle">${text}</h4></div>`,
    strong: (text) => `<strong>${text}</strong>`,
    code: (text) => `<pre class="screen">${text}</pre>`,
    table: (caption, number, [head = [], ...rows]) =>
      [
        `<div class="tablenoborder"><a name="${anchor(caption)}"></a><table cellpadding="4" border="1">`,
        caption === "" ? "" : `<caption><b>Table ${number} </b>${caption}</caption>`,
        `<thead align="left"><tr>${head.map((cell) => `<th class="cellrowborder" width="20%">${cell}\n</th>`).join("\n")}\n</tr>\n</thead>`,
        `<tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td class="cellrowborder" headers="a.1 ">${cell}\n</td>`).join("\n")}\n</tr>`).join("\n")}\n</tbody>`,
        "</table>\n</div>",
      ].join("\n"),
  });
}

/** The markup of Sphinx, for Open Telekom Cloud's site. */
export function sphinxPage(parts: readonly Part[]): string {
  const permalink = '<a class="headerlink" href="#x" title="Permalink">¶</a>';
  const body = html(parts, {
    heading: (text) => `</section><section id="x"><h2>${text}${permalink}</h2>`,
    strong: (text) => `<strong>${text}</strong>`,
    code: (text) =>
      `<div class="highlight-default notranslate"><div class="highlight"><pre><span></span><span class="linenos">1</span>${text.replace(/[{}]/g, '<span class="p">$&</span>')}\n</pre></div></div>`,
    table: (caption, number, [head = [], ...rows]) =>
      [
        `<span id="${anchor(caption)}"></span><table class="docutils align-default" id="id${number}">`,
        caption === ""
          ? ""
          : `<caption><span class="caption-text"><strong>Table ${number}</strong> ${caption}</span>${permalink}</caption>`,
        "<colgroup><col style='width: 25%'></colgroup>",
        `<thead><tr class="row-odd">${head.map((cell) => `<th class="head">${cell}</th>`).join("")}</tr></thead>`,
        `<tbody>${rows.map((row) => `<tr class="row-even">${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("")}</tbody></table>`,
      ].join("\n"),
  });
  return `<!DOCTYPE html><html lang="en"><head><title>API reference</title><script>var x = "<table>";</script></head>
<body><nav><ul><li>URI</li></ul></nav><section id="page"><h1>Showing a job${permalink}</h1>${body}</section></body></html>`;
}

/** A copy from a web viewer that puts a bar between any two lines. */
export const viewerCopy = (page: string): string => `Files\nlines\n${page.split("\n").join("\n|\n")}\n|`;

/** A copy from a web viewer that numbers the lines. */
export const numberedCopy = (page: string): string =>
  page
    .split("\n")
    .map((line, index) => `${index + 1}\t${line}`)
    .join("\n");

/** A page saved from a web viewer, which shows the source of the page. */
export const viewerPage = (page: string): string =>
  `<!DOCTYPE html><html><body><table class="file-view"><tbody>${page
    .split("\n")
    .map(
      (line, index) =>
        `<tr><td class="lines-num" data-line="${index + 1}"></td><td class="lines-code"><code class="code-inner">${escaped(line)}\n</code></td></tr>`,
    )
    .join("")}</tbody></table></body></html>`;

/** A page saved as text by a browser. */
export function plainPage(parts: readonly Part[]): string {
  let number = 0;
  return parts
    .flatMap((part) => {
      if ("table" in part || "statuses" in part) {
        const { caption, cells } = gridOf(part);
        number += caption === "" ? 0 : 1;
        const lines = cells.flat(2).map((line) => line.replace(/^\* /, "  • "));
        return [...(caption === "" ? [] : [`Table ${number} ${caption}`]), ...lines];
      }
      return Object.values(part);
    })
    .join("\n\n");
}

/** Markdown, as the vendor serves it where an address ends in ".md". */
export function markdownPage(parts: readonly Part[]): string {
  let number = 0;
  const cell = (lines: readonly string[]): string =>
    lines.map((line) => line.replace(/^\* /, "- ").replaceAll("_", "\\_")).join("<br>");
  const blocks = parts.flatMap((part) => {
    if ("heading" in part) {
      return `## ${part.heading}`;
    }
    if ("code" in part) {
      return `\`\`\`\n${part.code}\n\`\`\``;
    }
    if ("text" in part) {
      return part.text.startsWith("Status code") ? `**${part.text}**` : part.text.replaceAll("_", "\\_");
    }
    const { caption, cells } = gridOf(part);
    number += caption === "" ? 0 : 1;
    const [head = [], ...rows] = cells.map((row) => `| ${row.map(cell).join(" | ")} |`);
    const rule = `|${"---|".repeat(cells[0]?.length ?? 0)}`;
    return [...(caption === "" ? [] : [`**Table ${number}** ${caption}`]), [head, rule, ...rows].join("\n")];
  });
  return ["# Showing a job", ...blocks].join("\n\n");
}

/** Text with bars between the cells, and without captions. */
export function barredPage(parts: readonly Part[]): string {
  return parts
    .flatMap((part) => {
      if ("table" in part || "statuses" in part) {
        const [head = [], ...rows] = gridOf(part).cells;
        const cell = (lines: readonly string[]): string =>
          `${lines.map((line) => line.replace(/^\* /, "- ")).join("\n")} |`;
        return [...head.map(cell), head.map(() => "---").join("|"), ...rows.flatMap((row) => row.map(cell))];
      }
      return Object.values(part);
    })
    .join("\n");
}
