import { Literal } from './literal.js';

/** A part with every line but empty ones indented by `spaces`. */
export function indent(part: Literal, spaces: number): Literal {
  const margin = ' '.repeat(spaces);
  return new Literal(part.text.replaceAll(/^(?=.)/gm, margin));
}
