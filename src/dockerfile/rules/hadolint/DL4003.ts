import { type Rule } from '../rule.js';
import { onlyOne } from '../shared/only-one.js';

export const DL4003: Rule = {
  id: 'DL4003',
  family: 'hadolint',
  aliases: ['DS-0016'],
  since: '2026.11',
  severity: 'warning',
  title: 'Only one CMD counts',
  why: `Of several CMD instructions in a stage only the last has an effect; the others mislead the reader.`,
  bad: ['FROM debian:12\nCMD ["a"]\nCMD ["b"]\n'],
  good: ['FROM debian:12\nCMD ["a"]\n', 'FROM debian:12 AS a\nCMD ["a"]\nFROM debian:12\nCMD ["b"]\n'],
  check(context) {
    return onlyOne(context, 'CMD');
  },
};
