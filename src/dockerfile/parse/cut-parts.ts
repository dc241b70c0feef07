import { type LogicalText } from './logical-text.js';
import { type Part, type PartKind } from './nodes.js';
import { type InstructionRanges } from './split-instruction.js';

/** Divides the code of an instruction into keyword, flags, spaces and arguments. */
export function cutParts(
  parts: readonly Part[],
  logical: LogicalText,
  levels: readonly InstructionRanges[],
): Part[] {
  const cuts: { end: number; kind: PartKind }[] = [];
  for (const { keyword, flags, args } of levels) {
    cuts.push({ end: keyword.start, kind: 'space' }, { end: keyword.end, kind: 'keyword' });
    for (const flag of flags) cuts.push({ end: flag.start, kind: 'space' }, { end: flag.end, kind: 'flag' });
    cuts.push({ end: args.start, kind: 'space' });
  }
  cuts.push({ end: logical.text.length, kind: 'argument' });
  const result: Part[] = [];
  let at = 0;
  let cut = 0;
  for (const part of parts) {
    if (part.kind !== 'argument') {
      result.push(part);
      continue;
    }
    let start = part.start;
    const stop = at + part.end - part.start;
    while (at < stop) {
      while (cut < cuts.length - 1 && (cuts[cut]?.end ?? 0) <= at) cut++;
      const length = Math.min(cuts[cut]?.end ?? stop, stop) - at;
      result.push({ kind: cuts[cut]?.kind ?? 'argument', start, end: start + length });
      start += length;
      at += length;
    }
  }
  return result;
}
