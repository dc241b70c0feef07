import { argsSpan } from '../../parse/arguments.js';
import { type Rule } from '../rule.js';

export const DL4000: Rule = {
  id: 'DL4000',
  family: 'hadolint',
  aliases: ['DS-0022', 'MaintainerDeprecated'],
  since: '2026.11',
  severity: 'error',
  title: 'MAINTAINER is deprecated',
  why: 'MAINTAINER has been deprecated since Docker 1.13. The label `org.opencontainers.image.authors` says the same and can be queried.',
  bad: ['FROM alpine:3.22\nMAINTAINER me@example.org\n'],
  good: ['FROM alpine:3.22\nLABEL org.opencontainers.image.authors="me@example.org"\n'],
  check: ({ report }) => ({
    MAINTAINER(instruction) {
      const name = JSON.stringify(instruction.argsText.replace(/^["']|["']$/g, ''));
      // In a label, unlike here, a variable is expanded and an escape character escapes.
      if (/[$\\`]/.test(name)) return report(instruction, 'say who maintains the image with a label');
      return report(instruction, 'say who maintains the image with a label', {
        fix: {
          title: 'Write a label',
          risk: 'safe',
          edits: [
            { span: instruction.keywordSpan, text: 'LABEL' },
            { span: argsSpan(instruction), text: `org.opencontainers.image.authors=${name}` },
          ],
        },
      });
    },
  }),
};
