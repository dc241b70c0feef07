import { expect, it } from 'vitest';
import { endOfLife } from '../../../src/dockerfile/rules/shared/end-of-life.js';
import { lintDockerfile } from '../../../src/dockerfile/lint.js';

it.each([
  ['debian', 'buster-20240612-slim', '2024-06-30'],
  ['debian', '11.9-slim', '2026-08-31'],
  ['debian', '13', undefined],
  ['debian', '110', undefined],
  ['alpine', '3.1', '2016-11-01'],
  ['alpine', '3.10.9', '2021-05-01'],
  ['alpine', '3', undefined],
  ['ruby', '2.4.10-alpine', '2020-03-31'],
  ['ruby', '2.7', '2023-03-31'],
  ['php', '7-fpm', '2022-11-28'],
  ['php', '7.1-fpm', '2019-12-01'],
  ['python', '3.10-slim', '2026-10-31'],
  ['python', '3.13-slim-buster', '2024-06-30'],
  ['node', '18', '2025-04-30'],
  ['node', '180', undefined],
  ['node', 'lts', undefined],
  ['ubuntu', 'focal', '2025-05-31'],
  ['centos', 'anything', '2024-06-30'],
  ['nginx', '1', undefined],
])('%s:%s ended on %s', (repository, tag, day) => {
  expect(endOfLife(repository, tag)).toBe(day);
});

it('is a finding from the day after, not before', () => {
  const found = (today: string) =>
    lintDockerfile('FROM python:3.11\n', { today }).findings.some(({ code }) => code === 'ACGS1002');
  expect([found('2027-10-31'), found('2027-11-01')]).toEqual([false, true]);
});
