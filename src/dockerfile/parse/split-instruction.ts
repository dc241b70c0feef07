import { type LogicalText } from './logical-text.js';
import { type Escape, type Flag } from './nodes.js';
import { isSpace } from './words.js';

/** Keyword, flags and arguments as ranges of the logical text. */
export interface InstructionRanges {
  readonly keyword: { readonly start: number; readonly end: number };
  readonly flags: readonly { readonly start: number; readonly end: number; readonly flag: Flag }[];
  readonly args: { readonly start: number; readonly end: number };
}

const KEYWORD_END = /[\t\v\f\r ]/g;

/** Splits an instruction as BuildKit's `splitCommand`: any keyword may have flags, `--` alone ends them. */
export function splitInstruction(
  logical: LogicalText,
  from: number,
  to: number,
  escape: Escape,
): InstructionRanges {
  const text = logical.text;
  let start = from;
  let end = to;
  while (start < end && isSpace(text[start])) start++;
  while (end > start && isSpace(text[end - 1])) end--;
  KEYWORD_END.lastIndex = start;
  const gap = KEYWORD_END.exec(text)?.index ?? end;
  const keywordEnd = Math.min(gap, end);
  const { flags, next } = readFlags(logical, keywordEnd, end, escape);
  let argsStart = next;
  while (argsStart < end && isSpace(text[argsStart])) argsStart++;
  return {
    keyword: { start, end: keywordEnd },
    flags,
    args: { start: argsStart, end: Math.max(argsStart, end) },
  };
}

interface FlagRange {
  readonly start: number;
  readonly end: number;
  readonly flag: Flag;
}

function readFlags(
  logical: LogicalText,
  from: number,
  end: number,
  escape: Escape,
): { flags: FlagRange[]; next: number } {
  const text = logical.text;
  const flags: FlagRange[] = [];
  let at = from;
  for (;;) {
    while (at < end && isSpace(text[at])) at++;
    if (at >= end || !text.startsWith('--', at)) return { flags, next: at };
    const stop = flagEnd(text, at, end, escape);
    if (stop - at === 2) return { flags, next: stop };
    flags.push({ start: at, end: stop, flag: readFlag(logical, at, stop, escape) });
    at = stop;
  }
}

function flagEnd(text: string, start: number, end: number, escape: Escape): number {
  let quote = '';
  for (let at = start; at < end; at++) {
    const character = text[at] as string;
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === escape) at++;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === escape) at++;
    else if (isSpace(character)) return at;
  }
  return end;
}

function readFlag(logical: LogicalText, start: number, end: number, escape: Escape): Flag {
  const raw = logical.text.slice(start, end);
  const equals = raw.indexOf('=');
  const span = logical.spanOf(start, end);
  if (equals === -1) return { name: raw.slice(2), value: undefined, span, valueSpan: undefined };
  return {
    name: raw.slice(2, equals),
    value: unquoteFlag(raw.slice(equals + 1), escape),
    span,
    valueSpan: logical.spanOf(start + equals + 1, end),
  };
}

function unquoteFlag(raw: string, escape: Escape): string {
  let value = '';
  let quote = '';
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at] as string;
    if (character === escape && at + 1 < raw.length) value += raw[++at] as string;
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    else value += character;
  }
  return value;
}
