import { type Rule } from '../rule.js';

export const NoEmptyContinuation: Rule = {
  id: 'NoEmptyContinuation',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'No empty line inside an instruction',
  why: `An empty line in a continued instruction is accepted only for old files and will become an error. Remove it, or put a comment there.`,
  bad: ['FROM alpine:3.22\nRUN a && \\\n\n  b\n'],
  good: ['FROM alpine:3.22\nRUN a && \\\n  # why\n  b\n'],
  check: ({ dockerfile, report }) => ({
    any({ emptyContinuations }) {
      const [first] = emptyContinuations;
      if (!first) return;
      const edits = emptyContinuations.map(({ start, end }) => ({
        span: { start, end: end + (/^\r?\n/.exec(dockerfile.text.slice(end, end + 2))?.[0].length ?? 0) },
        text: '',
      }));
      report(first, 'remove this empty line: the instruction goes on below', {
        fix: { title: 'Remove empty lines', risk: 'safe', edits },
      });
    },
  }),
};
