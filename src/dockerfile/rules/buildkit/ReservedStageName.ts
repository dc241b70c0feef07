import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const ReservedStageName: Rule = {
  id: 'ReservedStageName',
  family: 'buildkit',
  aliases: ['DL3063'],
  since: '2026.11',
  severity: 'warning',
  title: 'Do not name a stage `scratch` or `context`',
  why: `Both names have a meaning of their own, so a reference to the stage would not reach it.`,
  bad: ['FROM alpine:3.22 AS scratch\n', 'FROM alpine:3.22 AS context\n'],
  good: ['FROM alpine:3.22 AS build\n'],
  twin: 'DL3063',
  check: ({ report }) => ({
    FROM(instruction) {
      const { alias } = readFrom(instruction);
      if (alias && /^(scratch|context)$/i.test(alias.value))
        report(alias.span, `\`${alias.value}\` is a reserved name`);
    },
  }),
};
