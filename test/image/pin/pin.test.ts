import { describe, expect, it } from 'vitest';
import { chooseDigest } from '../../../src/image/pin/choose-digest.js';
import { formatPinLock, lockKey, type LockedImage, parsePinLock } from '../../../src/image/pin/pin-lock.js';
import { type Digest } from '../../../src/model/digest.js';
import { parseReference } from '../../../src/model/reference.js';

const a: Digest = `sha256:${'a'.repeat(64)}`;
const b: Digest = `sha256:${'b'.repeat(64)}`;
const now = new Date('2026-11-28T12:00:00Z');
const day = 86_400_000;

describe('the cool-down', () => {
  const week = { cooldownMs: 7 * day, now };
  const made = (daysAgo: number) => ({ digest: b, created: new Date(now.getTime() - daysAgo * day) });

  it('takes what is old enough, and everything where none is asked for', () => {
    expect(chooseDigest(a, made(7), week)).toEqual({ state: 'refreshed', digest: b });
    expect(chooseDigest(undefined, made(8), week)).toEqual({ state: 'pinned', digest: b });
    expect(chooseDigest(a, { digest: b }, { cooldownMs: 0, now })).toEqual({ state: 'refreshed', digest: b });
  });

  it('does not take what is too young, comes from the future, or does not tell', () => {
    expect(chooseDigest(a, made(6.9), week)).toMatchObject({ state: 'left', why: /made on 2026-11-21/ });
    expect(chooseDigest(a, made(-1), week)).toMatchObject({ state: 'left' });
    expect(chooseDigest(undefined, { digest: b }, week)).toMatchObject({ state: 'left', why: /not tell/ });
  });

  it('is not asked about a digest that stands there already', () => {
    expect(chooseDigest(b, made(0), week)).toEqual({ state: 'current' });
  });
});

describe('the lock', () => {
  const entry = { digest: a, created: '2026-11-01T00:00:00Z', resolved: '2026-11-28' };

  it('is read as it was written, sorted', () => {
    const lock = new Map<string, LockedImage>([
      ['docker.io/library/python:3', entry],
      ['docker.io/library/node:24', { digest: b, resolved: '2026-11-27' }],
    ]);
    const text = formatPinLock(lock);
    expect(text.indexOf('node')).toBeLessThan(text.indexOf('python'));
    expect(new Map(parsePinLock(text, 'lock'))).toEqual(lock);
  });

  it.each([
    ['no JSON', '{'],
    ['another version', '{"schemaVersion":2,"images":{}}'],
    [
      'a digest that is none',
      `{"schemaVersion":1,"images":{"a":{"digest":"sha256:1","resolved":"2026-11-28"}}}`,
    ],
    ['no date', `{"schemaVersion":1,"images":{"a":{"digest":"${a}"}}}`],
    ['an unknown key', `{"schemaVersion":1,"images":{},"more":1}`],
  ])('is refused: %s', (_name, text) => {
    expect(() => parsePinLock(text, 'acgs-images.lock.json')).toThrow(
      expect.objectContaining({ code: 'config/invalid' }) as Error,
    );
  });

  it('names images in full, without their digest', () => {
    expect(lockKey(parseReference('python'))).toBe('docker.io/library/python:latest');
    expect(lockKey(parseReference(`ghcr.io/a/b:1@${a}`))).toBe('ghcr.io/a/b:1');
  });
});
