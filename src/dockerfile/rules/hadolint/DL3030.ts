import { type Rule } from '../rule.js';
import { assumeYes } from '../shared/assume-yes.js';

export const DL3030: Rule = {
  id: 'DL3030',
  family: 'hadolint',
  aliases: ['DS-0021'],
  since: '2026.11',
  severity: 'warning',
  title: 'Answer yum before it asks',
  why: `A build has nobody to press \`y\`: without \`-y\` the step stops.`,
  bad: ['FROM rockylinux:9\nRUN yum install httpd-2.4.62\n'],
  good: ['FROM rockylinux:9\nRUN yum install -y httpd-2.4.62\n'],
  check(context) {
    return assumeYes(context, ['yum'], ['install', 'groupinstall', 'localinstall']);
  },
};
