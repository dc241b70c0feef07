import { type Rule } from '../rule.js';

export const DL1000: Rule = {
  id: 'DL1000',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'error',
  title: 'The builder cannot read this instruction',
  why: `The word is no Dockerfile instruction, or a here-document has no end, so \`docker build\` stops here. acgs keeps the rest of the
file: every other rule still runs.`,
  bad: [
    'FROM alpine:3.22\nRNU echo hello\n',
    'FROM alpine:3.22\nRUN <<EOF\necho hello\n',
    '# escape=x\nFROM alpine:3.22\n',
  ],
  good: [
    'FROM alpine:3.22\nRUN echo hello\n',
    'FROM alpine:3.22\nRUN <<EOF\necho hello\nEOF\nRUN echo next\n',
  ],
  check: ({ dockerfile, report }) => ({
    finish() {
      for (const problem of dockerfile.problems) report(problem.span, problem.message);
    },
  }),
};
