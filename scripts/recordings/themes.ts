type Colour = readonly [red: number, green: number, blue: number];

/** The colours of a terminal: the sixteen of ANSI by number, and those of the screen. */
export interface Theme {
  readonly [name: string]: Colour | string | number;
}

const font = {
  fontFamily: "Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
  fontSize: 1.67,
  lineHeight: 1.3,
};

/** Each colour has a contrast of at least 4.5 to 1 with the background, also when it is dimmed. */
function theme(background: Colour, text: Colour, colours: readonly Colour[]): Theme {
  const numbered = Object.fromEntries([...colours, ...colours].map((colour, index) => [index, colour]));
  return { ...numbered, ...font, background, text, bold: text, cursor: background };
}

export const themes = {
  light: theme(
    [246, 248, 250],
    [31, 35, 40],
    [
      [31, 35, 40],
      [180, 20, 30],
      [20, 100, 40],
      [120, 75, 0],
      [5, 80, 174],
      [110, 60, 170],
      [10, 90, 105],
      [87, 96, 106],
    ],
  ),
  dark: theme(
    [13, 17, 23],
    [230, 237, 243],
    [
      [177, 186, 196],
      [255, 123, 114],
      [86, 211, 100],
      [227, 179, 65],
      [121, 192, 255],
      [210, 168, 255],
      [86, 212, 221],
      [230, 237, 243],
    ],
  ),
} as const;
