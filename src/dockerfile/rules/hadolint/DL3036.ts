import { type Rule } from '../rule.js';
import { cleanAfter } from '../shared/clean-after.js';

export const DL3036: Rule = {
  id: 'DL3036',
  family: 'hadolint',
  aliases: ['DS-0020'],
  since: '2026.11',
  severity: 'warning',
  title: 'Clean up after zypper',
  why: `zypper leaves its metadata in the layer. End the step with \`zypper clean\`, or put a cache mount on \`/var/cache/zypp\`.`,
  bad: ['FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4\n'],
  good: [
    'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4 && zypper cc\n',
    'FROM opensuse/leap:15.6\nRUN --mount=type=cache,target=/var/cache/zypp zypper install -y httpd=2.4\n',
  ],
  check(context) {
    return cleanAfter(context, {
      programs: ['zypper'],
      verbs: ['install', 'in'],
      cleaners: ['clean', 'cc'],
      folders: ['/var/cache/zypp'],
      mounts: ['/var/cache/zypp'],
    });
  },
};
