import { type ProjectReflection, ReflectionKind } from "typedoc";

/** openapi-typescript writes the contract's descriptions as tags. */
export function useDescriptions(project: ProjectReflection): void {
  for (const { comment } of project.getReflectionsByKind(ReflectionKind.All)) {
    const description = comment?.getTag("@description");
    if (comment !== undefined && description !== undefined) {
      comment.summary = [...description.content, { kind: "text", text: "\n\n" }, ...comment.summary];
      comment.removeTags("@description");
    }
  }
}

/** Leaves out the compiled contracts, such as `DcsPaths`: the API reference is about them. */
export function removeContracts(project: ProjectReflection): void {
  for (const reflection of project.getReflectionsByKind(ReflectionKind.Interface)) {
    if (/^(SfsTurbo|Workspace|Dcs)(Components|Paths)$/.test(reflection.name)) {
      project.removeReflection(reflection);
    }
  }
}
