import { type Rule } from '../rule.js';
import { assumeYes } from '../shared/assume-yes.js';

export const DL3038: Rule = {
  id: 'DL3038',
  family: 'hadolint',
  aliases: ['DS-0021'],
  since: '2026.11',
  severity: 'warning',
  title: 'Answer dnf before it asks',
  why: `A build has nobody to press \`y\`: without \`-y\` the step stops.`,
  bad: [
    'FROM fedora:42\nRUN dnf install httpd-2.4.62\n',
    'FROM fedora:42\nRUN microdnf install httpd-2.4.62\n',
  ],
  good: ['FROM fedora:42\nRUN dnf install -y httpd-2.4.62\n'],
  check(context) {
    return assumeYes(context, ['dnf', 'microdnf'], ['install', 'groupinstall', 'localinstall']);
  },
};
