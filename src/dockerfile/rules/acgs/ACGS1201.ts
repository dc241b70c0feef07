import { type Rule } from '../rule.js';
import { findSecrets } from '../shared/secret-forms.js';

export const ACGS1201: Rule = {
  id: 'ACGS1201',
  family: 'acgs',
  aliases: ['DS-0031'],
  since: '2026.11',
  severity: 'error',
  title: 'A secret stands in the Dockerfile',
  why: `The text has the form of a live credential. It is in version control and in every image built from here: revoke it, then hand a new one to the
build with \`RUN --mount=type=secret\`, or to the running container.`,
  bad: [
    'FROM debian:13\nENV KEY=AKIAQYLPMN5HHHFPZAM2\n',
    'FROM debian:13\nRUN git clone https://user:ghp_0123456789abcdefghijABCDEFGHIJ012345@github.com/a/b\n',
    'FROM debian:13\nCOPY <<EOF /key\n-----BEGIN RSA PRIVATE KEY-----\nEOF\n',
  ],
  good: [
    'FROM debian:13\nENV KEY=AKIAIOSFODNN7EXAMPLE\n',
    'FROM debian:13\nENV KEY=$TOKEN\n',
    'FROM debian:13\nRUN grep -q "BEGIN CERTIFICATE" /x\n',
  ],
  check: ({ dockerfile, report }) => ({
    finish() {
      for (const { span, kind } of findSecrets(dockerfile))
        report(span, `this looks like ${kind}; revoke it and use a secret mount`, { sensitive: true });
    },
  }),
};
