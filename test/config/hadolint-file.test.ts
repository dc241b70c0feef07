import { expect, it } from 'vitest';
import { kindOfConfiguration } from '../../src/config/hadolint-file.js';

it.each([
  ['version: 1\nlint: { failOn: error }\n', 'acgs'],
  ['version: 1\nservices: {}\n', 'acgs'],
  ['version: 1\n', 'hadolint'],
  ['failure-threshold: error\nignored: [DL3008]\n', 'hadolint'],
  ['services: {}\n', 'hadolint'],
  ['', 'hadolint'],
  ['- a', 'hadolint'],
  ['version: [', 'hadolint'],
] as const)('%j is a file of %s', (text, kind) => {
  expect(kindOfConfiguration(text)).toBe(kind);
});
