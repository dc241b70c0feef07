import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type z as realZod } from 'zod';
import { configurationSchema } from '../../../src/config/schema/document.js';
import { lockSchema } from '../../../src/kits/lock.js';
import { arbitraryDocument } from '../../config/arbitrary-document.js';

vi.resetModules();
vi.doMock('zod', () => import('../../../src/cli/plain/zod.js'));
const standIn = {
  configuration: (await import('../../../src/config/schema/document.js')).configurationSchema,
  lock: (await import('../../../src/kits/lock.js')).lockSchema,
};
vi.doUnmock('zod');

/** Both read alike, or the stand-in gives way where zod refuses. @returns whether it was read */
function expectAlike(real: realZod.ZodType, plain: realZod.ZodType, value: unknown): boolean {
  const { success, data } = real.safeParse(value);
  if (success) expect(plain.parse(value)).toEqual(data);
  else expect(() => plain.parse(value)).toThrowError(expect.objectContaining({ name: 'GiveWay' }));
  return success;
}

/** The same value with something else in one place, a key less or a key more. */
function changed(value: unknown, places: readonly number[], other: unknown): unknown {
  if (typeof value !== 'object' || value === null) return other;
  const entries = Object.entries(value);
  const [at = 0, ...below] = places;
  if (at >= entries.length || below.length === 0)
    return at % 2 === 0 ? other : { ...value, [String(at)]: other };
  const made = entries.map(
    ([key, one], index) => [key, index === at ? changed(one, below, other) : one] as const,
  );
  const kept = at % 5 === 4 ? made.filter((_entry, index) => index !== at) : made;
  return Array.isArray(value) ? kept.map(([, one]) => one) : Object.fromEntries(kept);
}

const other = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    'a',
    '/a',
    '5m',
    'A_B',
    'linux/amd64',
    '2026.11',
    'tcp',
    false,
    true,
    0,
    1,
    80,
    1.5,
    65_536,
  ),
  fc.constantFrom(
    NaN,
    Infinity,
    [],
    {},
    ['a'],
    { a: 'b' },
    'a\nb',
    'x'.repeat(5000),
    { regexp: 'a' },
    { reason: 'x' },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

const IDENTITIES = [
  { certificateIdentity: 'a@b.test', certificateOidcIssuer: 'https://b.test' },
  { certificateIdentity: 'a@b.test' },
  { githubRepo: 'a/b', githubWorkflow: 'release.yml', claims: { buildTrigger: { regexp: 'push' } } },
  { githubRepo: 'a/b', anyWorkflow: true, claims: {} },
  { githubRepo: 'a/b', anyWorkflow: false },
];

describe('the stand-in of zod on the plain ways', () => {
  it('reads what zod reads of acgs.yaml', () => {
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        expect(expectAlike(configurationSchema, standIn.configuration, document)).toBe(true);
      }),
      { numRuns: 300 },
    );
    for (const identity of IDENTITIES)
      for (const key of [undefined, 'cosign.pub'])
        expectAlike(configurationSchema, standIn.configuration, {
          version: 1,
          verify: { identity, ...(key === undefined ? {} : { key }) },
        });
    for (const document of [
      { version: 2 },
      { version: 1, nothing: 1 },
      [],
      null,
      'x',
      { version: 1, services: { A: null } },
    ])
      expect(expectAlike(configurationSchema, standIn.configuration, document)).toBe(false);
  });

  it('gives way where zod refuses', () => {
    const read = { yes: 0, no: 0 };
    fc.assert(
      fc.property(
        arbitraryDocument,
        fc.array(fc.nat({ max: 16 }), { minLength: 1, maxLength: 5 }),
        other,
        (document, places, value) => {
          const wrong = changed(document, places, value);
          read[expectAlike(configurationSchema, standIn.configuration, wrong) ? 'yes' : 'no'] += 1;
        },
      ),
      { numRuns: 3000 },
    );
    expect(Math.min(read.yes, read.no)).toBeGreaterThan(100);
  });

  it('reads what zod reads of the lock', () => {
    const base = `sha256:${'0'.repeat(64)}`;
    const entry = { kit: 'otel', version: '1.0.0', answers: base, base, mode: 'merge' };
    const lock = {
      lockVersion: 1,
      files: { 'deploy/a.yaml': entry, 'docs/b.md': { ...entry, mode: 'seed' } },
    };
    expect(expectAlike(lockSchema, standIn.lock, lock)).toBe(true);
    for (const path of ['../a', '/a', 'a//b', '.git/config', 'acgs.yaml', ''])
      expect(expectAlike(lockSchema, standIn.lock, { ...lock, files: { [path]: entry } }), path).toBe(false);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 3 }), other, (places, value) => {
        expectAlike(lockSchema, standIn.lock, changed(lock, places, value));
      }),
      { numRuns: 500 },
    );
  });
});
