import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const DL3065: Rule = {
  id: 'DL3065',
  family: 'hadolint',
  aliases: ['RedundantTargetPlatform'],
  since: '2026.11',
  severity: 'warning',
  title: '--platform=$TARGETPLATFORM is the default',
  why: `Without the flag the builder takes the target platform anyway.`,
  bad: ['FROM --platform=$TARGETPLATFORM debian:12\n'],
  good: ['FROM debian:12\n', 'FROM --platform=$BUILDPLATFORM debian:12\n'],
  check: ({ report }) => ({
    FROM(instruction) {
      const { platform, image } = readFrom(instruction);
      if (!platform || !/^\$(TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(platform.value ?? '')) return;
      const end = image?.span.start ?? platform.span.end;
      report(platform.span, 'leave this out: it is the default', {
        fix: {
          title: 'Remove the flag',
          risk: 'safe',
          edits: [{ span: { start: platform.span.start, end }, text: '' }],
        },
      });
    },
  }),
};
