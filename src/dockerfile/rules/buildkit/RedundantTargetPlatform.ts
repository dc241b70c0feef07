import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const RedundantTargetPlatform: Rule = {
  id: 'RedundantTargetPlatform',
  family: 'buildkit',
  aliases: ['DL3065'],
  since: '2026.11',
  severity: 'warning',
  title: '--platform=$TARGETPLATFORM is the default',
  why: `Without the flag the builder takes the target platform anyway.`,
  bad: ['FROM --platform=$TARGETPLATFORM alpine:3.22\n'],
  good: ['FROM alpine:3.22\n'],
  twin: 'DL3065',
  check: ({ report }) => ({
    FROM(instruction) {
      const { platform } = readFrom(instruction);
      if (platform && /^\$(TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(platform.value ?? ''))
        report(platform.span, 'leave this out: it is the default');
    },
  }),
};
