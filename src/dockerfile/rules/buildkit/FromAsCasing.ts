import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const FromAsCasing: Rule = {
  id: 'FromAsCasing',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Write FROM and AS in the same case',
  why: `\`FROM … as\` and \`from … AS\` read badly; use one case for both.`,
  bad: ['FROM alpine:3.22 as build\n', 'from alpine:3.22 AS build\n'],
  good: ['FROM alpine:3.22 AS build\n', 'from alpine:3.22 as build\n'],
  check: ({ report }) => ({
    FROM(instruction) {
      const { as } = readFrom(instruction);
      const wanted = caseOf(instruction.rawKeyword);
      if (!as || wanted === undefined || caseOf(as.raw) === wanted) return;
      const text = wanted === 'upper' ? 'AS' : 'as';
      report(as.span, `write \`${text}\`, as \`${instruction.rawKeyword}\` is written`, {
        fix: { title: `Write ${text}`, risk: 'safe', edits: [{ span: as.span, text }] },
      });
    },
  }),
};

function caseOf(word: string): 'upper' | 'lower' | undefined {
  return word === word.toUpperCase() ? 'upper' : word === word.toLowerCase() ? 'lower' : undefined;
}
