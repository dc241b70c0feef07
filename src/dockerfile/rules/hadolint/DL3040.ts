import { type Rule } from '../rule.js';
import { cleanAfter } from '../shared/clean-after.js';

export const DL3040: Rule = {
  id: 'DL3040',
  family: 'hadolint',
  aliases: ['DS-0019', 'DS-0027'],
  since: '2026.11',
  severity: 'warning',
  title: 'Clean up after dnf',
  why: `dnf leaves its metadata in the layer. End the step with \`dnf clean all\`, or put a cache mount on \`/var/cache/libdnf5\` (dnf 5) or \`/var/cache/dnf\`.`,
  bad: [
    'FROM fedora:42\nRUN dnf install -y httpd-2.4.62\n',
    'FROM fedora:42\nRUN dnf -y upgrade\n',
    'FROM rockylinux:9-minimal\nRUN microdnf install -y httpd-2.4.62\n',
  ],
  good: [
    'FROM fedora:42\nRUN dnf install -y httpd-2.4.62 && rm -rf /var/cache/libdnf5*\n',
    'FROM fedora:42\nRUN dnf install -y httpd-2.4.62 && dnf clean all\n',
    'FROM fedora:42\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y httpd-2.4.62\n',
  ],
  check(context) {
    return cleanAfter(context, {
      programs: ['dnf', 'microdnf'],
      verbs: ['install', 'in', 'upgrade', 'up', 'upgrade-minimal', 'up-min', 'reinstall', 'rei'],
      cleaners: ['clean'],
      folders: ['/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/yum'],
      mounts: ['/var/cache/dnf', '/var/cache/libdnf5'],
    });
  },
};
