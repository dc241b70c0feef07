import { type Rule } from '../rule.js';

export const DL3061: Rule = {
  id: 'DL3061',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'error',
  title: 'Only ARG may stand before the first FROM',
  why: `The builder accepts nothing but ARG (and comments and parser directives) before the first FROM.`,
  bad: ['LABEL a="b"\nFROM debian:12\n'],
  good: ['ARG V=12\nFROM debian:$V\n', '# comment\nFROM debian:12\n', 'FROM debian:12\nLABEL a="b"\n'],
  check({ report }) {
    let begun = false;
    return {
      any(instruction) {
        if (instruction.keyword === 'FROM') begun = true;
        if (begun || instruction.keyword === 'ARG' || !instruction.known) return;
        report(instruction.keywordSpan, `${instruction.keyword} stands before the first FROM`);
      },
    };
  },
};
