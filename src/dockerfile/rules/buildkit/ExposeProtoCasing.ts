import { argumentWords } from '../../parse/arguments.js';
import { type Rule } from '../rule.js';

export const ExposeProtoCasing: Rule = {
  id: 'ExposeProtoCasing',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Write the protocol of EXPOSE in lower case',
  why: `Protocols are \`tcp\`, \`udp\` and \`sctp\`, in lower case.`,
  bad: ['FROM alpine:3.22\nEXPOSE 80/TCP\n'],
  good: ['FROM alpine:3.22\nEXPOSE 80/tcp 81\n'],
  check: ({ report }) => ({
    EXPOSE(instruction) {
      for (const { value, raw, span } of argumentWords(instruction)) {
        const protocol = value.split('/')[1];
        if (protocol === undefined || protocol.includes('$') || protocol === protocol.toLowerCase()) continue;
        report(span, `write the protocol \`${protocol}\` in lower case`, {
          fix: {
            title: 'Write it in lower case',
            risk: 'safe',
            edits: [{ span, text: raw.replace(protocol, protocol.toLowerCase()) }],
          },
        });
      }
    },
  }),
};
