import { type Rule } from '../rule.js';

const FORBIDDEN = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);

export const DL3043: Rule = {
  id: 'DL3043',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'error',
  title: 'ONBUILD cannot defer ONBUILD, FROM or MAINTAINER',
  why: `The builder refuses these three inside ONBUILD.`,
  bad: [
    'FROM debian:12\nONBUILD FROM debian:12\n',
    'FROM debian:12\nONBUILD ONBUILD RUN true\n',
    'FROM debian:12\nONBUILD MAINTAINER me\n',
  ],
  good: ['FROM debian:12\nONBUILD RUN true\n'],
  check: ({ report }) => ({
    ONBUILD({ deferred }) {
      if (deferred && FORBIDDEN.has(deferred.keyword))
        report(deferred.keywordSpan, `ONBUILD cannot defer ${deferred.keyword}`);
    },
  }),
};
