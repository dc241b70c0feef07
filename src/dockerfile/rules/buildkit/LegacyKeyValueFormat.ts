import { keyValues } from '../../parse/key-values.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';

export const LegacyKeyValueFormat: Rule = {
  id: 'LegacyKeyValueFormat',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Write ENV and LABEL with `=`',
  why: `\`ENV key value\` is an old form that takes the rest of the line for the value. Write \`ENV key=value\`.`,
  bad: ['FROM alpine:3.22\nENV A b\n', 'FROM alpine:3.22\nLABEL a b c\n'],
  good: ['FROM alpine:3.22\nENV A=b\n', 'FROM alpine:3.22\nLABEL a="b c"\n'],
  check({ report }) {
    const inspect = (instruction: Instruction): void => {
      const { legacy, pairs } = keyValues(instruction);
      const [pair] = pairs;
      if (!legacy || !pair) return;
      const value = pair.rawValue ?? '';
      const simple = /^[^\s"'\\`]+$/.test(value);
      const fix =
        simple || /^[^"'\\`]*$/.test(value)
          ? {
              title: 'Write key=value',
              risk: 'safe' as const,
              edits: [{ span: pair.span, text: `${pair.key}=${simple ? value : `"${value}"`}` }],
            }
          : undefined;
      const isOneLine = instruction.logical.spanOf(instruction.args.start, instruction.args.end);
      const whole = isOneLine.end - isOneLine.start === instruction.args.end - instruction.args.start;
      report(
        pair.span,
        `write \`${instruction.keyword} ${pair.key}=…\``,
        fix && whole && value !== '' ? { fix } : {},
      );
    };
    return { ENV: inspect, LABEL: inspect };
  },
};
