import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksSecret, publicBuildArgs, REDACTED } from '../../src/provenance/secret-parameters.js';

describe('build arguments that look like secrets', () => {
  it.each([
    ['NPM_TOKEN', 'x'],
    ['dbPassword', 'x'],
    ['AWS_SECRET_ACCESS_KEY', 'x'],
    ['apiKey', 'x'],
    ['pip-credentials', 'x'],
  ])('by the name %s', (name, value) => {
    expect(looksSecret(name, value)).toBe('name');
  });

  it.each([
    '-----BEGIN EC PRIVATE KEY-----',
    'ghp_0123456789abcdefghijABCDEFGHIJ012345',
    'glpat-0123456789abcdefghij',
    'AKIAIOSFODNN7EXAMPLE',
    'https://me:pw@example.com/',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
  ])('by the value %s', (value) => {
    expect(looksSecret('PLAIN', value)).toBe('value');
  });

  it.each([
    ['VERSION', '1.2.3'],
    ['TOKENIZERS', 'fast'],
    ['AUTHOR', 'me'],
    ['KEYBOARD', 'us'],
    ['NPM_TOKEN', ''],
    ['BASE_URL', 'https://example.com:8080/a@b'],
  ])('not %s=%s', (name, value) => {
    expect(looksSecret(name, value)).toBeUndefined();
  });

  it('keeps every name, and no value that was found secret', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (buildArgs) => {
        const { buildArgs: shown, redacted } = publicBuildArgs(buildArgs);
        expect(Object.keys(shown).sort()).toEqual(Object.keys(buildArgs).sort());
        for (const [name, value] of Object.entries(shown))
          expect(value).toBe(redacted.includes(name) ? REDACTED : buildArgs[name]);
      }),
    );
  });
});
