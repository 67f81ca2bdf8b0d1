import { readFileSync } from "node:fs";
import type { JobState } from "../../src/job.ts";
import { timeFormatOf } from "../../src/services/parse-job.ts";
import { fieldAnchor, operationAnchor, responseAnchor } from "./anchors.ts";
import { bodyOf, type Described, described, fieldOf, operationOf, resolve, responseOf, wordsOf } from "./contract.ts";
import { downloadsOf } from "./downloads.ts";
import { guides } from "./guides.ts";
import { highlight } from "./highlight.ts";
import { type Html, html } from "./html.ts";
import { inlineMarkdown, markdown } from "./markdown.ts";
import { page, project } from "./page.ts";
import { statusWords, type Word } from "./words.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The text of a section of the README, up to the next heading. */
function readmeSection(title: string): string {
  const [, text] = new RegExp(`^## ${title}\n([\\s\\S]*?)(?=^## )`, "m").exec(readme) ?? [];
  if (text === undefined) {
    throw new Error(`README.md has no section "${title}".`);
  }
  return text.trim();
}

const introduction = readme.slice(readme.indexOf("\n"), readme.indexOf("\n## ")).trim();
const example = readmeSection("Example")
  .replaceAll(/^```\w*$/gm, "")
  .trim();

/** The part of an operation's description that begins with this bold title. */
function told(service: Described, title: string): string {
  const [, text] =
    new RegExp(`\\*\\*${title}\\*\\* ?([\\s\\S]*?)(?=\n\n|$)`).exec(operationOf(service).description) ?? [];
  if (text === undefined) {
    throw new Error(`The operation of ${service.name} does not say "${title}".`);
  }
  return text;
}

const link = (service: Described, anchor: string, text: string): Html =>
  html`<a href="${service.name}.html${anchor}"><code>${text}</code></a>`;

const list = (items: readonly Html[]): Html =>
  html`<ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`;

function words(service: Described, state: JobState): Html {
  const { status } = service.row.fields;
  const shown = (word: Word) => html`${link(service, fieldAnchor(service, "200", status), word.word)} ${word.when}`;
  return list(statusWords(service).flatMap((word) => (word.state === state ? [shown(word)] : [])));
}

/** An example of the contract's, and how it is read. */
function time(service: Described): Html {
  const name = service.row.fields.startedAt;
  const [example] = fieldOf(service, name).examples ?? [];
  const shown = link(service, fieldAnchor(service, "200", name), JSON.stringify(example));
  return html`${shown} is<br><code>${timeFormatOf(service.row).read(example)?.toISOString()}</code>`;
}

function errorBody(service: Described): Html {
  const names = Object.keys(bodyOf(service, "404").properties ?? {});
  const [example] = Object.values(responseOf(service, "404").content["application/json"].examples);
  const { value } = resolve(service.contract, example ?? { summary: "", value: {} });
  return html`${names.map((name) => html`${link(service, responseAnchor(service, "404"), name)} `)}
${highlight(JSON.stringify(value, null, 1), "json")}`;
}

function subJobs({ row }: Described): string {
  const { subJobs } = row;
  const progress = subJobs?.fields?.progress === undefined ? "" : ", with progress";
  return subJobs === undefined ? "no" : `yes${progress}`;
}

function jobTypes(service: Described): Html {
  const types = wordsOf(service, fieldOf(service, service.row.fields.type)).enum ?? [];
  return html`${types.map((type) => html`<code>${type}</code> `)}and others`;
}

const rows: readonly (readonly [title: string, cell: (service: Described) => Html])[] = [
  ["Name here", ({ name }) => html`<code>${JSON.stringify(name)}</code>`],
  ["Path", (service) => link(service, operationAnchor(service), `GET ${service.row.path}`)],
  ["Job types", jobTypes],
  ["Pending", (service) => words(service, "pending")],
  ["Running", (service) => words(service, "running")],
  ["Succeeded", (service) => words(service, "succeeded")],
  ["Failed", (service) => words(service, "failed")],
  ["Times", time],
  ["Sub-jobs", (service) => html`${subJobs(service)}`],
  ["Error body", errorBody],
  ["IAM action", ({ row }) => html`<code>${row.errors?.action}</code>`],
  [
    "Hosts",
    ({ contract }) =>
      list(
        contract.servers.map(
          ({ url, description }) => html`<code>${new URL(url).host}</code><small>${description}</small>`,
        ),
      ),
  ],
];

function comparison(): Html {
  const cells = (cell: (service: Described) => Html) =>
    described.map((service) => html`<td data-service="${service.row.title}">${cell(service)}</td>`);
  return html`<table class="comparison">
<thead><tr><td></td>${described.map(({ row }) => html`<th scope="col">${row.title}</th>`)}</tr></thead>
<tbody>${rows.map(([title, cell]) => html`<tr><th scope="row">${title}</th>${cells(cell)}</tr>\n`)}</tbody>
</table>`;
}

function card(service: Described): Html {
  const { name, row, contract } = service;
  return html`<article class="card">
<h3 id="${name}"><a href="${name}.html">${row.title}</a></h3>
<p>${contract.info.summary}</p>
<h4>Is the job ID from here?</h4>
<p>${inlineMarkdown(told(service, "Where the ID comes from."))}</p>
</article>`;
}

function meaningsOf(service: Described): Html {
  const rows = new Map(statusWords(service).map(({ word, description }) => [word, description]));
  return html`<h3>${service.row.title}</h3>
<div class="scroll" tabindex="0"><table><tbody>${[...rows].map(
    ([word, text]) => html`<tr><th scope="row"><code>${word}</code></th><td>${inlineMarkdown(text)}</td></tr>\n`,
  )}</tbody></table></div>`;
}

const downloads = described.map(
  (service) =>
    html`<li>${service.row.title}: ${downloadsOf(service).map(({ path, title }) => html`<a href="${path}">${title}</a> `)}</li>`,
);

const content = html`<h1>${project}</h1>
${markdown(introduction)}
<h2 id="services">Which service has your job?</h2>
<div class="cards">${described.map(card)}</div>
<h2 id="comparison">The three services side by side</h2>
${comparison()}
<h2 id="words">What the status words mean</h2>
<p>Words are compared without regard to case. One that is not listed does not end a job.</p>
${described.map(meaningsOf)}
<h2 id="sdk">The SDK in a few lines</h2>
${highlight(example, "ts")}
<p>All of it stands in the <a href="sdk/index.html">SDK reference</a>.</p>
<h2 id="guides">Guides</h2>
<ul>${guides.map(({ path, title, summary }) => html`<li><a href="${path}">${title}</a>: ${inlineMarkdown(summary)}</li>`)}</ul>
<h2 id="contracts">The contracts</h2>
<p>One OpenAPI 3.1 document per service. What a vendor page says names it, what only practice shows is marked as observed.</p>
<ul>${downloads}</ul>`;

export function startPage(): string {
  const description = "Follow asynchronous jobs of Huawei Cloud and Open Telekom Cloud to their end.";
  return page({ title: project, description, base: "", current: "index.html", content });
}
