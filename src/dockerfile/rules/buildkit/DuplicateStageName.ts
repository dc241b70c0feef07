import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const DuplicateStageName: Rule = {
  id: 'DuplicateStageName',
  family: 'buildkit',
  aliases: ['DL3024'],
  since: '2026.11',
  severity: 'warning',
  title: 'Stage names must differ',
  why: `Two stages of one name: what a later reference means depends on where it stands.`,
  bad: ['FROM alpine:3.22 AS build\nFROM alpine:3.22 AS build\n'],
  good: ['FROM alpine:3.22 AS a\nFROM alpine:3.22 AS b\n'],
  twin: 'DL3024',
  check({ report }) {
    const seen = new Set<string>();
    return {
      FROM(instruction) {
        const { alias } = readFrom(instruction);
        if (!alias) return;
        const name = alias.value.toLowerCase();
        if (seen.has(name)) report(alias.span, `there is a stage \`${alias.value}\` above`);
        seen.add(name);
      },
    };
  },
};
