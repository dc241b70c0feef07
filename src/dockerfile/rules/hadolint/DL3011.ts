import { argumentWords } from '../../parse/arguments.js';
import { type Rule } from '../rule.js';

export const DL3011: Rule = {
  id: 'DL3011',
  family: 'hadolint',
  aliases: ['DS-0008'],
  since: '2026.11',
  severity: 'error',
  title: 'A port lies between 0 and 65535',
  why: `There are no ports above 65535; the builder refuses the line.`,
  bad: ['FROM debian:12\nEXPOSE 80000\n', 'FROM debian:12\nEXPOSE 80 40000-70000/tcp\n'],
  good: ['FROM debian:12\nEXPOSE 8080 65535/udp\n', 'FROM debian:12\nEXPOSE ${PORT:-8000}\n'],
  check: ({ report }) => ({
    EXPOSE(instruction) {
      for (const { value, span } of argumentWords(instruction)) {
        const ports = value.replace(/\/.*$/, '').split('-');
        if (ports.some((port) => /^\d+$/.test(port) && Number(port) > 65535))
          report(span, `\`${value}\`: a port is at most 65535`);
      }
    },
  }),
};
