import { readCopy } from '../../parse/copy.js';
import { type Rule } from '../rule.js';

export const DL3067: Rule = {
  id: 'DL3067',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Do not copy a whole file system',
  why: `\`COPY --from=stage / /\` puts everything of another image over this one: package databases no longer match, and what the base fixed may come back. Copy what is needed, or build on that stage.`,
  bad: ['FROM debian:12 AS a\nFROM debian:12\nCOPY --from=a / /\n'],
  good: [
    'FROM debian:12 AS a\nFROM debian:12\nCOPY --from=a /app /\n',
    'FROM debian:12 AS a\nFROM scratch\nCOPY --from=a / /app\n',
  ],
  check: ({ report }) => ({
    COPY(instruction) {
      const { sources, destination, from } = readCopy(instruction);
      if (from && destination?.value === '/' && sources.some(({ value }) => value === '/'))
        report(instruction, 'this copies a whole file system over another');
    },
  }),
};
