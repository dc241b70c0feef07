import { Literal } from './literal.js';

/** A part with every line but empty ones indented by `spaces`, without the line end that closes it. */
export function indent(part: Literal, spaces: number): Literal {
  const margin = ' '.repeat(spaces);
  return new Literal(part.text.replace(/\n$/, '').replaceAll(/^(?=.)/gm, margin));
}
