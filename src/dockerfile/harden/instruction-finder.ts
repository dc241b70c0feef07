import { type Dockerfile } from '../parse/nodes.js';
import { type Span } from '../parse/span.js';

/** Finds the instructions that a span lies in. */
export class InstructionFinder {
  constructor(private readonly dockerfile: Dockerfile) {}

  /** Starts (of their keywords) of the instructions that a span touches, its end included. */
  startsIn({ start, end }: Span): number[] {
    const { instructions } = this.dockerfile;
    let low = 0;
    let high = instructions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((instructions[middle]?.span.end ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (let at = low; at < instructions.length; at++) {
      const instruction = instructions[at];
      if (!instruction || instruction.span.start > end) break;
      if (
        instruction.codeSpan.start <= end &&
        (instruction.heredocs.length > 0 ? instruction.span.end : instruction.codeSpan.end) >= start
      )
        found.push(instruction.keywordSpan.start);
    }
    return found;
  }
}
