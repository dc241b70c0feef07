import { type Rule } from '../rule.js';
import { rpmPinned } from '../shared/rpm.js';

export const DL3033: Rule = {
  id: 'DL3033',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Name the versions of yum packages',
  why: `Without a version the same Dockerfile installs something else next week. Write \`package-version\`, for a module \`name:stream\`.`,
  bad: [
    'FROM rockylinux:9\nRUN yum install -y httpd && yum clean all\n',
    'FROM rockylinux:9\nRUN yum module install -y nodejs && yum clean all\n',
  ],
  good: [
    'FROM rockylinux:9\nRUN yum install -y httpd-2.4.62 && yum clean all\n',
    'FROM rockylinux:9\nRUN yum module install -y nodejs:22\n',
    'FROM rockylinux:9\nARG V=2.4\nRUN yum install -y httpd-$V\n',
  ],
  check(context) {
    return rpmPinned(context, ['yum'], ['install']);
  },
};
