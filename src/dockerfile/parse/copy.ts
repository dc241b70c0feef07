import { type Argument, flagOf, listArguments } from './arguments.js';
import { type Flag, type Instruction } from './nodes.js';
import { perNode } from './per-node.js';

/** A COPY or ADD instruction read. */
export interface Copy {
  /** Sources, here-document words left out. */
  readonly sources: readonly Argument[];
  readonly heredocSources: number;
  readonly destination: Argument | undefined;
  readonly from: Flag | undefined;
}

/** Reads sources and destination of COPY or ADD, in either form. */
export const readCopy = perNode((instruction: Instruction): Copy => {
  const items = listArguments(instruction);
  const heredocAt = new Set(instruction.heredocs.map((heredoc) => heredoc.span.start));
  const sources = items.slice(0, -1).filter((item) => !heredocAt.has(item.span.start));
  const copy: Copy = {
    sources,
    heredocSources: items.length - 1 - sources.length,
    destination: items.length > 1 ? items.at(-1) : undefined,
    from: flagOf(instruction, 'from'),
  };
  return copy;
});
