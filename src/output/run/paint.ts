export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Colours text, or leaves it. */
export type Paint = (colour: Colour, text: string) => string;

/**
 * NO_COLOR (no-color.org), FORCE_COLOR and the terminal decide, in this order: chalk by itself ignores NO_COLOR. It is loaded
 * where colours are wanted only, since a start in a pipe or in CI should not pay for it.
 */
export async function painter(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Paint> {
  const { NO_COLOR: never, FORCE_COLOR: always, TERM: terminal } = environment;
  const forced = always !== undefined && always !== '' && always !== '0' && always !== 'false';
  const wanted =
    (never === undefined || never === '') &&
    always !== '0' &&
    (forced || (stream.isTTY === true && terminal !== 'dumb'));
  if (!wanted) return (_colour, text) => text;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return (colour, text) => chalk[colour](text);
}
