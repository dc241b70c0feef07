import { readCopy } from '../../parse/copy.js';
import { type Rule } from '../rule.js';

export const DL3021: Rule = {
  id: 'DL3021',
  family: 'hadolint',
  aliases: ['DS-0011'],
  since: '2026.11',
  severity: 'error',
  title: 'COPY of several files needs a folder',
  why: `With more than one source the destination must end in \`/\`, or the builder refuses the line.`,
  bad: ['FROM debian:12\nCOPY a b /dir\n'],
  good: [
    'FROM debian:12\nCOPY a b /dir/\n',
    'FROM debian:12\nCOPY ["a", "b", "/dir/"]\n',
    'FROM debian:12\nCOPY a /dir\n',
  ],
  check: ({ report }) => ({
    COPY(instruction) {
      const { sources, heredocSources, destination } = readCopy(instruction);
      if (!destination || sources.length + heredocSources < 2 || /[\\/]$/.test(destination.value)) return;
      const at = destination.quoted ? destination.span.end - 1 : destination.span.end;
      report(
        destination.span,
        `end the destination with \`/\`: there are ${sources.length + heredocSources} sources`,
        {
          fix: { title: 'Add the slash', risk: 'safe', edits: [{ span: { start: at, end: at }, text: '/' }] },
        },
      );
    },
  }),
};
