/** A figure of the package. Smaller is better. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** The digits behind the point. */
  readonly digits: number;
}

/** One figure at the base and in the working tree. */
export interface Compared {
  readonly what: string;
  readonly base: string;
  readonly here: string;
  readonly difference: string;
}

/** Puts the same figures of two trees beside each other. A figure that only one of them has is left out. */
export function beside(base: readonly Figure[], here: readonly Figure[]): Compared[] {
  return here.flatMap(({ what, value, digits }) => {
    const before = base.find((figure) => figure.what === what)?.value;
    if (before === undefined) {
      return [];
    }
    const percent = (value / before - 1) * 100;
    // No minus before a zero.
    const shown = Math.abs(percent) < 0.05 ? "0.0" : percent.toFixed(1);
    const difference = `${percent >= 0.05 ? "+" : ""}${shown} %`;
    return [{ what, base: before.toFixed(digits), here: value.toFixed(digits), difference }];
  });
}

/** A table as Markdown. */
export function table(compared: readonly Compared[], against: string): string {
  return [
    `| smaller is better | ${against} | here | difference |`,
    "| --- | ---: | ---: | ---: |",
    ...compared.map(({ what, base, here, difference }) => `| ${what} | ${base} | ${here} | ${difference} |`),
  ].join("\n");
}

/** The same for an annotation, which shows no tables. */
export function lines(compared: readonly Compared[]): string {
  return compared.map(({ what, base, here, difference }) => `${what}: ${base} → ${here} (${difference})`).join("\n");
}
