import { Comment, CommentTag, Converter, ReflectionKind } from "typedoc";

/** The parts of the reference, and what belongs to them; what is named comes first, in this order. */
const parts = [
  [
    "Client",
    ["createJobsClient", "JobsClient", "JobsClientOptions", "GetOptions", "WaitOptions", "WatchOptions", "WaitOutcome"],
    /^(Clients|JobUpdates|RetryPolicy|RateLimit|JobsEvent|Fetch|Clock|Cloud)$/,
  ],
  [
    "Services of your own",
    ["defineService", "readJobBody", "ServiceDefinition"],
    /^(FieldNames|FinishedJob|JobFacts|StateMapping|SubJobsDefinition|Own.*|KnownServices|Contract.*|DefineWithContract|HostPattern|TimeFormat)$/,
  ],
  ["Errors", ["JobsError", "JobFailedError", "WaitTimeoutError", "ApiError"], /Error$/],
  ["Credentials", ["credentialsFromEnv"], /Credentials|^(Agency|Metadata|Password)Options$|^Environment$/],
  ["Jobs", ["Job", "JobRef", "JobState", "isTerminal", "jobRefFromResponse"], /./],
];

/** The compiled contracts, such as `DcsPaths`: the API reference is about them. */
const isContract = ({ name }) => /^(SfsTurbo|Workspace|Dcs)(Components|Paths)$/.test(name);

/** openapi-typescript writes the contract's descriptions as tags. */
function useDescription({ comment }) {
  const description = comment?.getTag("@description");
  if (description !== undefined) {
    comment.summary = [...description.content, { kind: "text", text: "\n\n" }, ...comment.summary];
    comment.removeTags("@description");
  }
}

function categorize(reflection) {
  const [title] = parts.find(([, named, others]) => named.includes(reflection.name) || others.test(reflection.name));
  reflection.comment ??= new Comment();
  reflection.comment.blockTags.push(new CommentTag("@category", [{ kind: "text", text: title }]));
}

function byName(title) {
  const [, named] = parts.find(([part]) => part === title) ?? [title, []];
  const place = ({ name }) => (named.includes(name) ? named.indexOf(name) : named.length);
  return (a, b) => place(a) - place(b) || a.name.localeCompare(b.name, "en");
}

export function load(app) {
  const mainModule = (project) => project.children?.find(({ name }) => name === "huaweicloud-jobs");
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const reflection of project.getReflectionsByKind(ReflectionKind.Interface).filter(isContract)) {
      project.removeReflection(reflection);
    }
    project.getReflectionsByKind(ReflectionKind.All).forEach(useDescription);
    mainModule(project)
      ?.children?.filter(({ kind }) => kind !== ReflectionKind.Module)
      .forEach(categorize);
  });
  // After TypeDoc's own sorting.
  app.converter.on(
    Converter.EVENT_RESOLVE_END,
    ({ project }) => {
      for (const category of mainModule(project)?.categories ?? []) {
        category.children.sort(byName(category.title));
      }
    },
    -10_000,
  );
}
