const CODES = { red: 31, green: 32, yellow: 33, cyan: 36, dim: 2, bold: 1 } as const;

export type Colour = keyof typeof CODES;

/** Colours text, or leaves it. */
export type Paint = (colour: Colour, text: string) => string;

/** NO_COLOR (no-color.org), FORCE_COLOR and the terminal decide, in this order. */
export function painter(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const { NO_COLOR: never, FORCE_COLOR: always, TERM: terminal } = environment;
  const forced = always !== undefined && always !== '' && always !== '0' && always !== 'false';
  const wanted =
    (never === undefined || never === '') &&
    always !== '0' &&
    (forced || (stream.isTTY === true && terminal !== 'dumb'));
  return wanted ? (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m` : (_colour, text) => text;
}
