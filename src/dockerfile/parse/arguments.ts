import { readJsonArray } from './json-array.js';
import { type Flag, type Instruction } from './nodes.js';
import { perNode } from './per-node.js';
import { type Span } from './span.js';
import { splitWords } from './words.js';

/** One word of an instruction's arguments, with its place in the file. */
export interface Argument {
  readonly raw: string;
  /** Quotes and escapes removed, variables left as they are. */
  readonly value: string;
  readonly quoted: boolean;
  readonly span: Span;
  /** Logical range, for instructions that look closer. */
  readonly at: Span;
}

/** The items of an exec form (a JSON array of strings), undefined in shell form. */
export const execItems = perNode(({ logical, args }: Instruction): readonly Argument[] | undefined =>
  readJsonArray(logical, args.start, args.end),
);

/** Arguments split at white space as the builder does, here-document words among them. */
export const argumentWords = perNode(({ logical, args, escape }: Instruction): readonly Argument[] =>
  splitWords(logical.text, args.start, args.end, escape).map(({ start, end, raw, value, quoted }) => ({
    raw,
    value,
    quoted,
    span: logical.spanOf(start, end),
    at: { start, end },
  })),
);

/** Exec items when there are some, else words: what COPY, ADD and VOLUME take. */
export function listArguments(instruction: Instruction): readonly Argument[] {
  return execItems(instruction) ?? argumentWords(instruction);
}

/** The last flag of that name. */
export function flagOf(instruction: Instruction, name: string): Flag | undefined {
  return instruction.flags.findLast((flag) => flag.name === name);
}

/** Source span of the arguments. */
export function argsSpan(instruction: Instruction): Span {
  return instruction.logical.spanOf(instruction.args.start, instruction.args.end);
}
