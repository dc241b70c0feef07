import { type Rule } from '../rule.js';

export const ACGS1902: Rule = {
  id: 'ACGS1902',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'ignore',
  title: 'An ignore should say why',
  why: `Off by default. A reason after the list helps whoever finds the ignore later: \`# hadolint ignore=DL3008 # pinned by snapshot\`, \`# check=skip=StageNameCasing // kept for users\`. (Judged after all other rules have run, see judge-ignores.ts.)`,
  bad: ['FROM debian:13\n# hadolint ignore=DL3004\nRUN sudo true\n'],
  good: ['FROM debian:13\n# hadolint ignore=DL3004 # needed by x\nRUN sudo true\n'],
  // What was silenced is known only after all rules have run: judge-ignores.ts reports under this id.
  check: () => ({}),
};
