import { type Rule } from '../rule.js';

export const ACGS1901: Rule = {
  id: 'ACGS1901',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'ignore',
  title: 'An ignore that silences nothing',
  why: `Off by default. The rule named no longer fires here, or never did: the comment misleads, and would hide a new finding. (Judged after all other rules have run, see judge-ignores.ts.)`,
  bad: [
    'FROM debian:13\n# hadolint ignore=DL3004\nRUN true\n',
    '# check=skip=MaintainerDeprecated\nFROM debian:13\n',
  ],
  good: ['FROM debian:13\n# hadolint ignore=DL3004\nRUN sudo true\n'],
  // What was silenced is known only after all rules have run: judge-ignores.ts reports under this id.
  check: () => ({}),
};
