import { describe, expect, it } from 'vitest';
import { type LockEntry, parseLock, printLock } from '../../src/kits/lock.js';
import { lockJsonSchema } from '../../src/kits/lock-json-schema.js';

const entry: LockEntry = {
  kit: 'web',
  version: '1.0.0',
  answers: `sha256:${'a'.repeat(64)}`,
  base: `sha256:${'b'.repeat(64)}`,
  mode: 'merge',
};

describe('acgs.lock.json', () => {
  it('is the same text for the same files, in whatever order they came', () => {
    const [one, other] = [
      new Map([
        ['b', entry],
        ['a', entry],
      ]),
      new Map([
        ['a', entry],
        ['b', entry],
      ]),
    ];
    expect(printLock(one)).toBe(printLock(other));
    expect([...parseLock(printLock(one)).keys()]).toEqual(['a', 'b']);
  });

  it.each([
    '../x',
    '/etc/passwd',
    'a/../../x',
    'a/./b',
    'a//b',
    '.git/config',
    '.acgs/base/x',
    'acgs.yaml',
    'a\\b',
    'a\nb',
    '',
  ])('refuses the path %j', (path) => {
    const text = printLock(new Map([[path, entry]]));
    expect(() => parseLock(text)).toThrowError(expect.objectContaining({ code: 'kit/lock' }));
  });

  it('refuses what is no lock, and says when git left its markers', () => {
    expect(() => parseLock('{"lockVersion":2,"files":{}}')).toThrowError(
      expect.objectContaining({ code: 'kit/lock' }),
    );
    expect(() => parseLock('{\n<<<<<<< HEAD\n')).toThrowError(/conflict markers/);
  });

  it('has a schema for editors', () => {
    expect(lockJsonSchema()).toMatchObject({
      title: expect.stringContaining('acgs.lock.json'),
      type: 'object',
    });
  });
});
