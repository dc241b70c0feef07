import { type Rule } from '../rule.js';
import { eachCommand } from '../shared/each-command.js';

export const DL3003: Rule = {
  id: 'DL3003',
  family: 'hadolint',
  aliases: ['DS-0013'],
  since: '2026.11',
  severity: 'warning',
  title: 'Use WORKDIR to change the directory',
  why: '`cd` lasts for one RUN only. `WORKDIR` holds for all that follows, creates the folder, and shows where things happen.',
  bad: ['FROM alpine:3.22\nRUN cd /opt && make\n'],
  good: ['FROM alpine:3.22\nWORKDIR /opt\nRUN make\n'],
  onbuild: 'none',
  check: (context) =>
    eachCommand(context, ({ name, span }) => {
      if (name === 'cd') context.report(span, 'set the directory with WORKDIR instead of `cd`');
    }),
};
