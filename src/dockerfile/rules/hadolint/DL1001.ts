import { readIgnores } from '../../ignores.js';
import { type Rule } from '../rule.js';

export const DL1001: Rule = {
  id: 'DL1001',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'ignore',
  title: 'Do not silence rules in the Dockerfile',
  why: 'Off by default. A team that keeps its exceptions in one configuration file can forbid ignores in comments with this rule.',
  bad: ['FROM alpine:3.22\n# hadolint ignore=DL3018\nRUN apk add --no-cache curl\n'],
  good: [
    '# hadolint shell=powershell\nFROM alpine:3.22\nRUN foo\n',
    'FROM alpine:3.22\n# ignore this\nRUN foo\n',
  ],
  check: ({ dockerfile, report }) => ({
    finish() {
      for (const ignore of readIgnores(dockerfile)) {
        if (ignore.kind === 'hadolint')
          report(ignore.span, `move this exception (${ignore.names.join(', ')}) into the configuration`);
      }
    },
  }),
};
