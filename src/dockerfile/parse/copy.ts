import { type Argument, flagOf, listArguments } from './arguments.js';
import { type Flag, type Instruction } from './nodes.js';

/** A COPY or ADD instruction read. */
export interface Copy {
  /** Sources, here-document words left out. */
  readonly sources: readonly Argument[];
  readonly heredocSources: number;
  readonly destination: Argument | undefined;
  readonly from: Flag | undefined;
}

const cache = new WeakMap<Instruction, Copy>();

/** Reads sources and destination of COPY or ADD, in either form. */
export function readCopy(instruction: Instruction): Copy {
  const cached = cache.get(instruction);
  if (cached) return cached;
  const items = listArguments(instruction);
  const heredocAt = new Set(instruction.heredocs.map((heredoc) => heredoc.span.start));
  const sources = items.slice(0, -1).filter((item) => !heredocAt.has(item.span.start));
  const copy: Copy = {
    sources,
    heredocSources: items.length - 1 - sources.length,
    destination: items.length > 1 ? items.at(-1) : undefined,
    from: flagOf(instruction, 'from'),
  };
  cache.set(instruction, copy);
  return copy;
}
