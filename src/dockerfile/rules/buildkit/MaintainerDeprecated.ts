import { type Rule } from '../rule.js';

export const MaintainerDeprecated: Rule = {
  id: 'MaintainerDeprecated',
  family: 'buildkit',
  aliases: ['DL4000'],
  since: '2026.11',
  severity: 'warning',
  title: 'MAINTAINER is deprecated',
  why: `The label \`org.opencontainers.image.authors\` says the same and can be queried.`,
  bad: ['FROM alpine:3.22\nMAINTAINER me@example.org\n'],
  good: ['FROM alpine:3.22\nLABEL org.opencontainers.image.authors="me@example.org"\n'],
  twin: 'DL4000',
  check: ({ report }) => ({
    MAINTAINER(instruction) {
      report(instruction, 'say who maintains the image with the label org.opencontainers.image.authors');
    },
  }),
};
