import { readJsonArray } from './json-array.js';
import { type Flag, type Instruction } from './nodes.js';
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

const jsonForms = new WeakMap<Instruction, readonly Argument[] | null>();
const wordForms = new WeakMap<Instruction, readonly Argument[]>();

/** The items of an exec form (a JSON array of strings), undefined in shell form. */
export function execItems(instruction: Instruction): readonly Argument[] | undefined {
  const cached = jsonForms.get(instruction);
  if (cached !== undefined) return cached ?? undefined;
  const items = readJsonArray(instruction.logical, instruction.args.start, instruction.args.end);
  jsonForms.set(instruction, items ?? null);
  return items;
}

/** Arguments split at white space as the builder does, here-document words among them. */
export function argumentWords(instruction: Instruction): readonly Argument[] {
  const cached = wordForms.get(instruction);
  if (cached) return cached;
  const { logical, args, escape } = instruction;
  const words = splitWords(logical.text, args.start, args.end, escape).map(
    ({ start, end, raw, value, quoted }) => ({
      raw,
      value,
      quoted,
      span: logical.spanOf(start, end),
      at: { start, end },
    }),
  );
  wordForms.set(instruction, words);
  return words;
}

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
