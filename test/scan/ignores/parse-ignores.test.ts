import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIgnores } from '../../../src/scan/ignores/parse-ignores.js';
import { readExpiry } from '../../../src/scan/ignores/read-expiry.js';

const yaml = async (...lines: string[]) => parseIgnores(lines.join('\n'), '.trivyignore.yaml');

describe('.trivyignore', () => {
  it('is an id a line, with an expiry and the comment above as statement', async () => {
    const { entries } = await parseIgnores(
      '# why\nCVE-1 exp:2026-12-31\n\nCVE-2\r\n# lone\n',
      '.trivyignore',
    );
    expect(entries).toEqual([
      { id: 'CVE-1', paths: [], purls: [], expiresAt: new Date('2026-12-31'), statement: 'why', line: 2 },
      { id: 'CVE-2', paths: [], purls: [], expiresAt: undefined, statement: '', line: 4 },
    ]);
  });

  it('with a date that cannot be read is refused: Trivy would drop the line without a word', async () => {
    await expect(parseIgnores('CVE-1 exp:31.12.2026', '.trivyignore')).rejects.toMatchObject({
      code: 'config/invalid',
      exit: 2,
      file: '.trivyignore',
      line: 1,
    });
  });
});

describe('.trivyignore.yaml', () => {
  it('reads entries with places, packages, expiry and statement', async () => {
    const { entries, oddities } = await yaml(
      'vulnerabilities:',
      '  - id: CVE-1',
      '    paths: ["app/**"]',
      '    purls: ["pkg:npm/%40acme/x@1"]',
      '    expired_at: 2026-12-31',
      '    statement: not reachable',
      'misconfigurations:',
      '  - id: DS-1',
    );
    expect(oddities).toEqual([]);
    expect(entries).toEqual([
      {
        id: 'CVE-1',
        paths: ['app/**'],
        purls: ['pkg:npm/%40acme/x@1'],
        expiresAt: new Date('2026-12-31'),
        statement: 'not reachable',
        line: 2,
      },
    ]);
  });

  it.each(['', 'vulnerabilities:', 'vulnerabilities: []', 'secrets: []'])(
    'may be empty: "%s"',
    async (text) => {
      expect((await yaml(text)).entries).toEqual([]);
    },
  );

  it('reports a misspelt key, which would never expire', async () => {
    const { oddities } = await yaml('vulnerabilities:', '  - id: CVE-1', '    expires_at: 2026-12-31');
    expect(oddities).toEqual([
      '.trivyignore.yaml:3: Trivy does not know the key "expires_at" (did you mean expired_at?), so it does nothing',
    ]);
  });

  it.each([
    ['config/invalid', 1, ['- CVE-1']],
    ['config/invalid', 1, ['vulnerabilities: CVE-1']],
    ['config/invalid', 2, ['vulnerabilities:', '  - CVE-1']],
    ['config/invalid', 2, ['vulnerabilities:', '  - statement: x']],
    ['config/invalid', 3, ['vulnerabilities:', '  - id: CVE-1', '    expired_at: soon']],
    ['config/invalid', 3, ['vulnerabilities:', '  - id: CVE-1', '    purls: ["openssl"]']],
    ['config/invalid', 3, ['vulnerabilities:', '  - id: CVE-1', '    paths: app']],
    ['config/syntax', 2, ['vulnerabilities:', '  - id: "']],
    ['config/syntax', 2, ['a: 1', 'a: 2']],
  ])('refuses %s at line %i of %j', async (code, line, lines) => {
    await expect(yaml(...lines)).rejects.toMatchObject({ code, exit: 2, line, file: '.trivyignore.yaml' });
  });

  it('refuses what is too large', async () => {
    await expect(yaml('#'.repeat(1024 * 1024 + 1))).rejects.toMatchObject({ code: 'config/invalid' });
  });

  it('ends with entries or an AcgsError, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        const outcome = await yaml(text).then(
          ({ entries }) => entries,
          (error: unknown) => (error as { code?: string }).code,
        );
        expect(Array.isArray(outcome) || outcome === 'config/syntax' || outcome === 'config/invalid').toBe(
          true,
        );
      }),
    );
  });
});

describe('an expiry', () => {
  it.each([
    ['2026-12-31', '2026-12-31T00:00:00.000Z'],
    ['2026-12-31T10:00:00Z', '2026-12-31T10:00:00.000Z'],
    ['2026-12-31T10:00:00+02:00', '2026-12-31T08:00:00.000Z'],
  ])('%s is %s', (text, time) => {
    expect(readExpiry(text)?.toISOString()).toBe(time);
  });

  it.each(['2026-02-30', '2026-13-01', '26-1-1', 'tomorrow', '2026-12-31T25:00:00Z'])('is not %s', (text) => {
    expect(readExpiry(text)).toBeUndefined();
  });
});
