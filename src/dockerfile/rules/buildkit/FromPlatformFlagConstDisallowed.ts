import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const FromPlatformFlagConstDisallowed: Rule = {
  id: 'FromPlatformFlagConstDisallowed',
  family: 'buildkit',
  aliases: ['DL3029'],
  since: '2026.11',
  severity: 'warning',
  title: 'Do not fix the platform in FROM',
  why: `A constant platform makes a multi-platform build produce the same image under every name. A stage whose name says the platform is taken to be meant.`,
  bad: ['FROM --platform=linux/amd64 alpine:3.22\n'],
  good: [
    'FROM --platform=$BUILDPLATFORM alpine:3.22\n',
    'FROM --platform=linux/amd64 alpine:3.22 AS build_amd64\n',
  ],
  twin: 'DL3029',
  check: ({ report }) => ({
    FROM(instruction) {
      const { platform, alias } = readFrom(instruction);
      const value = platform?.value;
      if (!platform || value === undefined || value.includes('$')) return;
      const name = alias?.value.toLowerCase() ?? '';
      if (
        value
          .toLowerCase()
          .split('/')
          .some((part) => part !== '' && name.includes(part))
      )
        return;
      report(platform.span, `the platform \`${value}\` is fixed here; pass it when building`);
    },
  }),
};
