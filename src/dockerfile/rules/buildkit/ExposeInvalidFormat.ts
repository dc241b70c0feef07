import { argumentWords } from '../../parse/arguments.js';
import { expandWord } from '../../parse/expand.js';
import { type Rule } from '../rule.js';

export const ExposeInvalidFormat: Rule = {
  id: 'ExposeInvalidFormat',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'EXPOSE takes ports of the container only',
  why: `EXPOSE names a port, no address and no port of the host. Publishing is for whoever runs the container.`,
  bad: ['FROM alpine:3.22\nEXPOSE 127.0.0.1:80:80\n', 'FROM alpine:3.22\nEXPOSE 5000:5000 [::1]:80:80\n'],
  good: ['FROM alpine:3.22\nEXPOSE 80 81/udp ${PORT:-8000}\n'],
  check: ({ report }) => ({
    EXPOSE(instruction) {
      for (const { raw, value, span } of argumentWords(instruction)) {
        const port = expandWord(raw, () => '0', instruction.escape).value;
        if (port.includes(':'))
          report(
            span,
            `\`${value}\` names an address or a port of the host; give only the port of the container`,
          );
      }
    },
  }),
};
