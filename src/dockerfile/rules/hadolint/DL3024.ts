import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const DL3024: Rule = {
  id: 'DL3024',
  family: 'hadolint',
  aliases: ['DS-0012', 'DuplicateStageName'],
  since: '2026.11',
  severity: 'error',
  title: 'Stage names must differ',
  why: `Two stages of one name: what a later \`COPY --from\` or \`--target\` means depends on where it stands.`,
  bad: ['FROM debian:12 AS build\nFROM alpine:3.22 AS build\n'],
  good: ['FROM debian:12 AS build\nFROM alpine:3.22 AS final\n'],
  check({ report }) {
    const seen = new Set<string>();
    return {
      FROM(instruction) {
        const alias = readFrom(instruction).alias;
        if (!alias) return;
        // Names are compared as the builder does, in lower case.
        const name = alias.value.toLowerCase();
        if (seen.has(name)) report(alias.span, `there is a stage \`${alias.value}\` above`);
        seen.add(name);
      },
    };
  },
};
