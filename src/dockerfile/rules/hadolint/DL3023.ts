import { readCopy } from '../../parse/copy.js';
import { type Rule } from '../rule.js';

export const DL3023: Rule = {
  id: 'DL3023',
  family: 'hadolint',
  aliases: ['DS-0006'],
  since: '2026.11',
  severity: 'error',
  title: 'COPY --from cannot name its own stage',
  why: `A stage is not there yet while it is being built, so it cannot copy from itself.`,
  bad: ['FROM debian:12 AS build\nCOPY --from=build /a /b\n'],
  good: [
    'FROM debian:12 AS build\nFROM debian:12\nCOPY --from=build /a /b\n',
    'FROM debian:12 AS build\nRUN cp /a /b\n',
  ],
  check: ({ report, stageOf }) => ({
    COPY(instruction) {
      const from = readCopy(instruction).from;
      const name = from?.value?.toLowerCase();
      if (from && name !== undefined && name !== '' && name === stageOf(instruction)?.name)
        report(from.valueSpan ?? from.span, `\`${name}\` is this very stage`);
    },
  }),
};
