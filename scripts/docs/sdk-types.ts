import {
  type DeclarationReflection,
  makeRecursiveVisitor,
  type ProjectReflection,
  ReferenceType,
  type Reflection,
  ReflectionKind,
  type SomeType,
} from "typedoc";

/**
 * The types of the facade are made from the table of services, which TypeDoc would write out in full at each mention.
 * These are the names that users know them by. The last type argument is the service; what goes before is the table.
 */
const names: Readonly<Record<string, string>> = { NameIn: "ServiceName", JobIn: "Job", JobRefOf: "JobRef" };

/** Makes the reference speak of what users see, before it is written. */
export function simplify(project: ProjectReflection): void {
  for (const reflection of project.getReflectionsByKind(ReflectionKind.All)) {
    describe(reflection);
    for (const type of typesOf(reflection)) {
      rename(project, reflection, type);
    }
  }
}

/** openapi-typescript writes the contract's description as a tag. */
function describe({ comment }: Reflection): void {
  const description = comment?.getTag("@description");
  if (comment !== undefined && description !== undefined) {
    comment.summary = [...description.content, { kind: "text", text: "\n\n" }, ...comment.summary];
    comment.removeTags("@description");
  }
}

function typesOf(reflection: Reflection): SomeType[] {
  const { type, default: fallback } = reflection as DeclarationReflection & { default?: SomeType };
  return [type, fallback].filter((found) => found !== undefined);
}

function rename(project: ProjectReflection, owner: Reflection, type: SomeType): void {
  type.visit(
    makeRecursiveVisitor({
      reference(reference) {
        const given = reference.typeArguments?.map((type) => (isAnyJob(type) ? namedType(project, "Job") : type));
        if (given !== undefined) {
          reference.typeArguments = given;
        }
        const name = names[reference.name];
        if (name !== undefined && name !== owner.name) {
          const service = name === "ServiceName" ? [] : (reference.typeArguments ?? []).slice(-1);
          Object.assign(reference, namedType(project, name));
          reference.typeArguments = service;
        }
      },
    }),
  );
}

/** `Job`, written out as the union of the jobs of all services. */
const isAnyJob = (type: SomeType): boolean =>
  type.type === "union" && type.types.every((one) => one.type === "reference" && one.name === "JobOf");

function namedType(project: ProjectReflection, name: string): ReferenceType {
  const target = project.getChildByName(["huaweicloud-jobs", name]);
  if (target === undefined) {
    throw new Error(`The package exports no ${name}.`);
  }
  return ReferenceType.createResolvedReference(name, target, project);
}
