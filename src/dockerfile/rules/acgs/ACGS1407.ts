import { argumentWords } from '../../parse/arguments.js';
import { type Rule } from '../rule.js';

export const ACGS1407: Rule = {
  id: 'ACGS1407',
  family: 'acgs',
  aliases: ['DS-0004'],
  since: '2026.11',
  severity: 'warning',
  title: 'No SSH in a container',
  why: `A container that exposes port 22 runs a second way in, with its own accounts and keys. Use \`docker exec\` or \`kubectl exec\`.`,
  bad: ['FROM debian:13\nEXPOSE 22\n'],
  good: ['FROM debian:13\nEXPOSE 2222\n'],
  check: ({ report }) => ({
    EXPOSE(instruction) {
      for (const { value, span } of argumentWords(instruction))
        if (/^22(\/tcp)?$/i.test(value))
          report(span, 'port 22 is SSH; use `docker exec` or `kubectl exec` instead');
    },
  }),
};
