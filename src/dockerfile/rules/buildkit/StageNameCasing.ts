import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const StageNameCasing: Rule = {
  id: 'StageNameCasing',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Write stage names in lower case',
  why: `The builder compares stage names without regard to case and shows them in lower case; a name in mixed case looks like two.`,
  bad: ['FROM alpine:3.22 AS Build\n'],
  good: ['FROM alpine:3.22 AS build\n'],
  check: ({ report }) => ({
    FROM(instruction) {
      const { alias } = readFrom(instruction);
      if (alias && alias.value !== alias.value.toLowerCase())
        report(alias.span, `stage name \`${alias.value}\` should be lower case`);
    },
  }),
};
