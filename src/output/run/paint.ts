const { styleText } = process.getBuiltinModule('node:util');

export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

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
  return wanted ? painted : (_colour, text) => text;
}

/** Line by line, so that what a terminal or log shows of a text is never left coloured. */
function painted(colour: Colour, text: string): string {
  const line = (words: string): string =>
    words === '' ? '' : styleText(colour, words, { validateStream: false });
  return text.split('\n').map(line).join('\n');
}
