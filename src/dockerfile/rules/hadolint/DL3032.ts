import { type Rule } from '../rule.js';
import { cleanAfter } from '../shared/clean-after.js';

export const DL3032: Rule = {
  id: 'DL3032',
  family: 'hadolint',
  aliases: ['DS-0015'],
  since: '2026.11',
  severity: 'warning',
  title: 'Clean up after yum',
  why: `yum leaves its metadata in the layer. End the step with \`yum clean all\`, or put a cache mount on \`/var/cache/yum\`.`,
  bad: [
    'FROM rockylinux:9\nRUN yum install -y httpd-2.4.62 && rm -rf /tmp/x\n',
    'FROM rockylinux:9\nRUN yum install -y httpd-2.4.62 yum clean all\n',
    'FROM rockylinux:9\nRUN yum install -y httpd-2.4.62\n',
    'FROM rockylinux:9\nRUN yum clean all && yum install -y httpd-2.4.62\n',
  ],
  good: [
    'FROM rockylinux:9\nRUN yum install -y httpd-2.4.62 && rm -rf /var/cache\n',
    'FROM rockylinux:9\nRUN yum install -y httpd-2.4.62 && yum clean all\n',
    'FROM rockylinux:9\nRUN yum install -y httpd-2.4.62 && rm -rf /var/cache/yum/*\n',
    'FROM rockylinux:9\nRUN --mount=type=cache,target=/var/cache/yum yum install -y httpd-2.4.62\n',
  ],
  check(context) {
    return cleanAfter(context, {
      programs: ['yum'],
      verbs: ['install'],
      cleaners: ['clean'],
      folders: ['/var/cache/yum'],
      mounts: ['/var/cache/yum'],
    });
  },
};
