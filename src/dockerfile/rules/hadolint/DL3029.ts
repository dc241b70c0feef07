import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const DL3029: Rule = {
  id: 'DL3029',
  family: 'hadolint',
  aliases: ['FromPlatformFlagConstDisallowed'],
  since: '2026.11',
  severity: 'warning',
  title: 'Do not fix the platform in FROM',
  why: `A constant platform makes a multi-platform build produce the same image under every name. Pass \`--platform\` when building; for a stage
that is to run on the builder's own machine use \`$BUILDPLATFORM\`.`,
  bad: ['FROM --platform=linux/amd64 debian:12\n'],
  good: [
    'FROM debian:12\n',
    'FROM --platform=$BUILDPLATFORM debian:12\n',
    'FROM --platform=${TARGETPLATFORM} debian:12\n',
  ],
  check: ({ report }) => ({
    FROM(instruction) {
      const { platform } = readFrom(instruction);
      if (platform?.value !== undefined && !/BUILDPLATFORM|TARGETPLATFORM/.test(platform.value))
        report(platform.span, `the platform \`${platform.value}\` is fixed here; pass it when building`);
    },
  }),
};
