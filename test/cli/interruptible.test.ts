import { expect, test } from 'vitest';
import { interruptible } from '../../src/cli/interruptible.js';

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s ends a command that is no release with %i, and with no word of a release',
  async (name, exit) => {
    const work = interruptible((signal) => {
      process.emit(name, name);
      return new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
    });
    await expect(work).rejects.toMatchObject({
      code: 'run/interrupted',
      exit,
      next: ['give the command again'],
    });
  },
);
