import { Chalk } from 'chalk';

export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Colours text, or leaves it. */
export type Paint = (colour: Colour, text: string) => string;

/** NO_COLOR (no-color.org), FORCE_COLOR and the terminal decide, in this order: chalk by itself ignores NO_COLOR. */
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
  const chalk = new Chalk({ level: wanted ? 1 : 0 });
  return (colour, text) => chalk[colour](text);
}
