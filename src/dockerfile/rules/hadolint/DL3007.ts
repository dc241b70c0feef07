import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const DL3007: Rule = {
  id: 'DL3007',
  family: 'hadolint',
  aliases: ['DS-0001', 'DKL-DI-0006'],
  since: '2026.11',
  severity: 'warning',
  title: 'Do not build on `latest`',
  why: 'The tag `latest` moves to each new release, also to the one that breaks your build. Name the version, best with its digest.',
  bad: ['FROM debian:latest\n', 'FROM debian:latest AS build\n'],
  good: [
    'FROM debian:12.8\n',
    'FROM debian:latest@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb\n',
  ],
  check: ({ report }) => ({
    FROM(instruction) {
      const { image, name } = readFrom(instruction);
      if (image && name.tag === 'latest' && name.digest === undefined)
        report(image.span, `\`${image.value}\` moves; name a version`);
    },
  }),
};
