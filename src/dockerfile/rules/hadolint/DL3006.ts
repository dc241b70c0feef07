import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const DL3006: Rule = {
  id: 'DL3006',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Name the version of the base image',
  why: `Without a tag the builder takes \`latest\`, which is another image tomorrow: builds differ, and a breaking release arrives unasked.
Give a tag, better a tag and a digest (\`acgs dockerfile pin\` writes it).`,
  bad: ['FROM debian\n', 'FROM debian AS build\nRUN true\n', 'FROM localhost:5000/team/app\n'],
  good: [
    'FROM debian:12\n',
    'FROM scratch\n',
    'ARG BASE=debian:12\nFROM $BASE\n',
    'FROM debian:12 AS build\nFROM build\n',
  ],
  check: ({ report, stageOf }) => ({
    FROM(instruction) {
      const { image, name } = readFrom(instruction);
      if (!image || image.value === 'scratch' || image.value.startsWith('$')) return;
      if (name.tag !== undefined || name.digest !== undefined || stageOf(instruction)?.parent) return;
      report(image.span, `name a version of \`${image.value}\`, else it is \`latest\``);
    },
  }),
};
