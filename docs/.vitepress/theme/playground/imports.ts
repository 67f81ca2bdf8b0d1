/**
 * Turns the imports of a program into declarations, so that it can be compiled as the body of a function. Every line
 * keeps its number.
 *
 * @throws SyntaxError for a module that the playground does not have
 */
export function withoutImports(code: string, modules: readonly string[]): string {
  return code.replaceAll(IMPORT, (statement, isType: string | undefined, names: string, module: string) => {
    if (!modules.includes(module)) {
      throw new SyntaxError(`The playground has no module "${module}", only ${modules.join(", ")}.`);
    }
    const newlines = statement.replaceAll(/[^\n]/g, "");
    return isType === undefined
      ? `const { ${declared(names)} } = modules[${JSON.stringify(module)}];${newlines}`
      : newlines;
  });
}

const IMPORT = /^[ \t]*import\s+(type\s+)?\{([^}]*)\}\s*from\s*["']([^"'\n]+)["'][ \t]*;?/gm;

function declared(names: string): string {
  return names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "))
    .map((name) => name.replace(/\s+as\s+/, ": "))
    .join(", ");
}
