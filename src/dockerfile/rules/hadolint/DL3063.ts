import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const DL3063: Rule = {
  id: 'DL3063',
  family: 'hadolint',
  aliases: ['ReservedStageName'],
  since: '2026.11',
  severity: 'error',
  title: 'Do not name a stage `scratch` or `context`',
  why: `Both names have a meaning of their own, so a reference to the stage would not reach it.`,
  bad: ['FROM debian:12 AS scratch\n', 'FROM debian:12 AS context\n'],
  good: ['FROM debian:12 AS build\n'],
  check: ({ report }) => ({
    FROM(instruction) {
      const { alias } = readFrom(instruction);
      if (alias && /^(scratch|context)$/i.test(alias.value))
        report(alias.span, `\`${alias.value}\` is a reserved name`);
    },
  }),
};
