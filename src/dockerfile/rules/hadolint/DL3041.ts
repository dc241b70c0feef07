import { type Rule } from '../rule.js';
import { rpmPinned } from '../shared/rpm.js';

export const DL3041: Rule = {
  id: 'DL3041',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Name the versions of dnf packages',
  why: `Without a version the same Dockerfile installs something else next week. Write \`package-version\`, for a module \`name:stream\`.`,
  bad: [
    'FROM fedora:42\nRUN dnf install -y httpd && dnf clean all\n',
    'FROM fedora:42\nRUN microdnf install -y httpd\n',
  ],
  good: [
    'FROM fedora:42\nRUN dnf install -y httpd-2.4.62 && dnf clean all\n',
    'FROM fedora:42\nRUN dnf group install -y "Development Tools"\n',
    'FROM fedora:42\nRUN dnf module install -y nodejs:22\n',
  ],
  check(context) {
    return rpmPinned(context, ['dnf', 'microdnf'], ['install']);
  },
};
