import { type Rule } from '../rule.js';
import { onlyOne } from '../shared/only-one.js';

export const DL3012: Rule = {
  id: 'DL3012',
  family: 'hadolint',
  aliases: ['DS-0023'],
  since: '2026.11',
  severity: 'error',
  title: 'Only one HEALTHCHECK counts',
  why: `Of several HEALTHCHECK instructions in a stage only the last has an effect; the others mislead the reader.`,
  bad: ['FROM debian:12\nHEALTHCHECK CMD ["a"]\nHEALTHCHECK CMD ["b"]\n'],
  good: [
    'FROM debian:12\nHEALTHCHECK CMD ["a"]\n',
    'FROM debian:12 AS a\nHEALTHCHECK CMD ["a"]\nFROM debian:12\nHEALTHCHECK NONE\n',
  ],
  check(context) {
    return onlyOne(context, 'HEALTHCHECK');
  },
};
