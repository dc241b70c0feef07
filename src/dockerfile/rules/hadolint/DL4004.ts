import { type Rule } from '../rule.js';
import { onlyOne } from '../shared/only-one.js';

export const DL4004: Rule = {
  id: 'DL4004',
  family: 'hadolint',
  aliases: ['DS-0007'],
  since: '2026.11',
  severity: 'error',
  title: 'Only one ENTRYPOINT counts',
  why: `Of several ENTRYPOINT instructions in a stage only the last has an effect; the others mislead the reader.`,
  bad: ['FROM debian:12\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]\n'],
  good: [
    'FROM debian:12\nENTRYPOINT ["a"]\n',
    'FROM debian:12 AS a\nENTRYPOINT ["a"]\nFROM debian:12\nENTRYPOINT ["b"]\n',
  ],
  check(context) {
    return onlyOne(context, 'ENTRYPOINT');
  },
};
