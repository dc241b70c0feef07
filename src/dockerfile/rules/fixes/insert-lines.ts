import { type Edit } from '../../fix.js';
import { type Dockerfile, type Instruction } from '../../parse/nodes.js';

/** The line break of a file. */
function lineBreakOf({ text }: Dockerfile): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** An edit that puts lines above an instruction, and above the comments that belong to it. */
export function linesAbove(dockerfile: Dockerfile, instruction: Instruction, lines: readonly string[]): Edit {
  const at = (instruction.comments[0] ?? instruction).span.start;
  const newline = lineBreakOf(dockerfile);
  return { span: { start: at, end: at }, text: lines.map((line) => line + newline).join('') };
}

/** An edit that puts lines below an instruction. */
export function linesBelow(dockerfile: Dockerfile, instruction: Instruction, lines: readonly string[]): Edit {
  const at = instruction.span.end;
  const newline = lineBreakOf(dockerfile);
  const isOpen = dockerfile.text[at - 1] !== '\n';
  const text = lines.join(newline);
  return { span: { start: at, end: at }, text: isOpen ? newline + text : text + newline };
}
