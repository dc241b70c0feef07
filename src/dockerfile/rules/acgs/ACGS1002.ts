import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';
import { shortName } from '../shared/base-image.js';
import { endOfLife } from '../shared/end-of-life.js';

export const ACGS1002: Rule = {
  id: 'ACGS1002',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'The base image is out of support',
  why: `No more security updates come for this release, so whatever is found in it stays. Move to a supported one. The dates are those that the
projects publish; paid extensions are not counted.`,
  bad: ['FROM debian:buster-slim\n', 'FROM node:18\n', 'FROM centos:7\n', 'FROM python:3.8-alpine\n'],
  good: ['FROM debian:13-slim\n', 'FROM node:24\n', 'FROM alpine:3.23\n', 'FROM team/debian:8\n'],
  check: ({ options, report, stageOf }) => ({
    FROM(instruction) {
      const { image, name } = readFrom(instruction);
      if (!image || name.variable || stageOf(instruction)?.parent) return;
      const ended = endOfLife(shortName(name), name.tag ?? '');
      if (ended !== undefined && ended < (options.today ?? '2026-11-01'))
        report(image.span, `\`${image.value}\` gets no updates since ${ended}`);
    },
  }),
};
