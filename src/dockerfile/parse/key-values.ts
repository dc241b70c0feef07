import { argumentWords } from './arguments.js';
import { type Instruction } from './nodes.js';
import { perNode } from './per-node.js';
import { type Span } from './span.js';
import { readWord, splitWords } from './words.js';

/** One pair of ENV, LABEL or ARG. */
export interface KeyValue {
  readonly key: string;
  readonly keySpan: Span;
  /** Quotes removed, variables left; undefined for `ARG NAME`. */
  readonly value: string | undefined;
  readonly rawValue: string | undefined;
  readonly valueSpan: Span | undefined;
  readonly span: Span;
}

export interface KeyValues {
  readonly pairs: readonly KeyValue[];
  /** `ENV key value`, the form that BuildKit deprecates. */
  readonly legacy: boolean;
}

/** Pairs of an ENV, LABEL or ARG instruction (BuildKit's `parseNameVal` and `parseNameOrNameVal`). */
export const keyValues = perNode(read);

function read(instruction: Instruction): KeyValues {
  const words = argumentWords(instruction);
  const first = words[0];
  if (!first) return { pairs: [], legacy: false };
  const { logical, args } = instruction;
  if (instruction.keyword !== 'ARG' && !first.raw.includes('=')) {
    const from = words[1]?.at.start ?? args.end;
    const rawValue = logical.text.slice(from, args.end);
    return {
      legacy: true,
      pairs: [
        {
          key: first.value,
          keySpan: first.span,
          rawValue,
          value: splitWords(rawValue, 0, rawValue.length, instruction.escape)
            .map((word) => word.value)
            .join(' '),
          valueSpan: logical.spanOf(from, args.end),
          span: logical.spanOf(args.start, args.end),
        },
      ],
    };
  }
  const pairs = words.map((word) => {
    const equals = word.raw.indexOf('=');
    if (equals === -1)
      return {
        key: word.value,
        keySpan: word.span,
        value: undefined,
        rawValue: undefined,
        valueSpan: undefined,
        span: word.span,
      };
    const valueAt = word.at.start + equals + 1;
    return {
      key: readWord(word.raw, 0, equals, instruction.escape).value,
      keySpan: logical.spanOf(word.at.start, valueAt - 1),
      rawValue: word.raw.slice(equals + 1),
      value: readWord(logical.text, valueAt, word.at.end, instruction.escape).value,
      valueSpan: logical.spanOf(valueAt, word.at.end),
      span: word.span,
    };
  });
  return { pairs, legacy: false };
}
