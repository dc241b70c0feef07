import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { formatReference, parseReference } from '../../src/model/reference.js';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const part = fc.stringMatching(/^[a-z0-9]{1,8}(?:[._-][a-z0-9]{1,4})?$/);
const repository = fc.array(part, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('/'));
const registry = fc.constantFrom(
  'ghcr.io',
  'docker.io',
  'localhost',
  'localhost:5000',
  '127.0.0.1:5000',
  '[::1]:5000',
  'registry.example.com:443',
);
const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/);

describe('a reference', () => {
  it('is what it was after it has been written and read', () => {
    fc.assert(
      fc.property(registry, repository, fc.option(tag), fc.boolean(), (host, path, tag, withDigest) => {
        const reference = {
          registry: host,
          repository: path,
          ...(tag === null ? {} : { tag }),
          ...(withDigest ? { digest: DIGEST as `sha256:${string}` } : {}),
        };
        expect(parseReference(formatReference(reference))).toEqual(reference);
      }),
    );
  });

  it.each([
    ['python', 'docker.io/library/python'],
    ['python:3.13', 'docker.io/library/python:3.13'],
    ['acme/api', 'docker.io/acme/api'],
    ['localhost/api', 'localhost/api'],
    ['localhost:5000/api:1', 'localhost:5000/api:1'],
    [`ghcr.io/acme/api:1@${DIGEST}`, `ghcr.io/acme/api:1@${DIGEST}`],
  ])('%s means %s, as for docker', (written, meant) => {
    expect(formatReference(parseReference(written))).toBe(meant);
  });

  it.each([
    '',
    'Acme/API',
    'ghcr.io/acme/api@sha256:abc',
    'ghcr.io/acme/api@sha512:abc',
    'ghcr.io/../../etc',
    'ghcr.io/acme//api',
    'ghcr.io/acme/api:',
    'ghcr.io/acme/api:a b',
    'ghcr.io/acme/api?x=1',
    'ghcr.io/acme/api#x',
    'user:password@ghcr.io/acme/api',
    'https://ghcr.io/acme/api',
    'ghcr.io/acme/api\n',
    '-oProxyCommand=x/y',
  ])('%j is none', (text) => {
    expect(() => parseReference(text)).toThrow(AcgsError);
  });

  it('never crashes, and never keeps what could leave its place in an address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9./:@_-]*$/)), (text) => {
        try {
          const { repository, tag = '' } = parseReference(text);
          expect(`${repository}/${tag}`).not.toMatch(/[\s?#%\\@]|\/\//);
          // Dots within a tag are legal; a whole segment of them would climb.
          expect([...repository.split('/'), tag]).not.toContain('..');
          expect(tag).not.toContain('/');
        } catch (error) {
          expect(error).toBeInstanceOf(AcgsError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
