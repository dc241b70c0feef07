import fc from 'fast-check';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { setInYaml } from '../../src/config/set-in-yaml.js';

const TEXT = `# head
version: 1   # one

services:
  # the api
  api:
    context: 'api' # quoted
    buildArgs: { PY: 3.10 }

# kits come last
kits:
  argocd:
    host: a.example.com # keep me
`;

describe('setInYaml', () => {
  it('changes one value and no other byte', () => {
    expect(setInYaml(TEXT, ['kits', 'argocd', 'host'], 'b.example.com')).toBe(
      TEXT.replace('a.example.com', 'b.example.com'),
    );
  });

  it('adds a key, a kit, and the first kit', () => {
    expect(setInYaml(TEXT, ['kits', 'argocd', 'replicas'], 3)).toBe(`${TEXT}    replicas: 3\n`);
    expect(setInYaml(TEXT, ['kits', 'otel', 'jaeger'], { storage: 'x' })).toBe(
      `${TEXT}  otel:\n    jaeger:\n      storage: x\n`,
    );
    expect(setInYaml('version: 1\n', ['kits', 'otel', 'on'], true)).toBe(
      'version: 1\nkits:\n  otel:\n    on: true\n',
    );
    expect(setInYaml('version: 1\nkits: # later\n', ['kits', 'otel', 'on'], true)).toContain('# later');
    expect(setInYaml('version: 1\nkits: {}\n', ['kits', 'otel', 'on'], true)).toBe(
      'version: 1\nkits:\n  otel:\n    on: true\n',
    );
  });

  it('takes a key away', () => {
    expect(setInYaml(TEXT, ['kits', 'argocd', 'host'], undefined)).not.toContain('a.example.com');
    expect(setInYaml(TEXT, ['kits', 'none', 'x'], undefined)).toBe(TEXT);
  });

  it('leaves the text alone when the value is there already, however odd its form', () => {
    const odd = 'version:   1\nkits: {argocd:   {host:    "x"}}   # odd';
    expect(setInYaml(odd, ['kits', 'argocd', 'host'], 'x')).toBe(odd);
    expect(setInYaml(odd, ['kits', 'argocd'], { host: 'x' })).toBe(odd);
  });

  it('refuses to write through a value, and into what is no data', () => {
    expect(() => setInYaml('kits: 3\n', ['kits', 'a', 'b'], 1)).toThrowError(
      expect.objectContaining({ code: 'config/invalid' }) as Error,
    );
    expect(() => setInYaml('kits: [a]\n', ['kits', 'a', 'b'], 1)).toThrowError(
      expect.objectContaining({ code: 'config/invalid' }) as Error,
    );
    expect(() => setInYaml('kits: !x {}\n', ['kits', 'a'], 1)).toThrowError(
      expect.objectContaining({ code: 'config/syntax' }) as Error,
    );
  });

  it('stores any text so that it reads back, and never touches the rest', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (value) => {
        const written = setInYaml(TEXT, ['kits', 'argocd', 'host'], value);
        const expected = parse(TEXT) as { kits: { argocd: { host: string } } };
        expected.kits.argocd.host = value;
        expect(parse(written)).toEqual(expected);
        expect(written.slice(0, TEXT.indexOf('a.example.com'))).toBe(
          TEXT.slice(0, TEXT.indexOf('a.example.com')),
        );
      }),
      { numRuns: 40 },
    );
  });
});
