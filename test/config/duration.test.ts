import { expect, it } from 'vitest';
import { durationMs } from '../../src/config/duration.js';

it.each([
  ['30s', 30_000],
  ['5m', 300_000],
  ['12h', 43_200_000],
  ['5d', 432_000_000],
  ['0s', 0],
])('%s', (text, expected) => {
  expect(durationMs(text)).toBe(expected);
});

it.each(['', '5', '5w', '-5d', '1.5h', '05d', '5d ', '9999999d', 'd'])('refuses %j', (text) => {
  expect(() => durationMs(text, '--max-db-age')).toThrowError(
    expect.objectContaining({
      code: 'usage/invalid',
      message: `expected --max-db-age such as 30s, 5m, 12h or 5d, got "${text}"`,
    }) as Error,
  );
});
