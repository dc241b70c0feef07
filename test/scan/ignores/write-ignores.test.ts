import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIgnores } from '../../../src/scan/ignores/parse-ignores.js';
import { addToIgnoreFile, proposeIgnores, renderEntries } from '../../../src/scan/ignores/write-ignores.js';
import { highFinding, TODAY } from '../findings.js';

const DAY = 86_400_000;
const proposals = proposeIgnores([highFinding], TODAY, 90 * DAY);
const idsOf = async (text: string): Promise<string[]> =>
  (await parseIgnores(text, 'x.yaml')).entries.map(({ id }) => id).sort();

describe('proposed ignore entries', () => {
  it('are one for each id, name its packages without version, and expire', () => {
    const other = { ...highFinding, purl: 'pkg:deb/debian/libssl3@3.5.0-1' };
    expect(proposeIgnores([highFinding, other, highFinding], TODAY, 90 * DAY)).toMatchObject([
      {
        id: 'CVE-2025-9230',
        purls: ['pkg:deb/debian/libssl3', 'pkg:deb/debian/openssl'],
        expiredAt: '2026-09-13',
      },
    ]);
  });

  it('are read back as they were meant, whatever the id and package are called', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (id) => {
        fc.pre(id.trim() !== '');
        const text = `vulnerabilities:\n${renderEntries(proposeIgnores([{ id, purl: undefined }], TODAY, DAY))}`;
        expect(await idsOf(text)).toEqual([id]);
      }),
    );
  });

  it.each([
    ['nothing', undefined],
    ['an empty file', '\n'],
    ['an empty list', 'vulnerabilities: []\n'],
    ['no list', 'vulnerabilities:\n'],
    ['another section', 'secrets:\n  - id: a\n'],
    ['no last newline', 'secrets: []'],
  ])('are added to %s', async (_, existing) => {
    expect(await idsOf(await addToIgnoreFile(existing, proposals))).toEqual(['CVE-2025-9230']);
  });

  it.each([
    [
      'two spaces',
      '# ours\nvulnerabilities:\n  # reason\n  - id: CVE-1 # why\n    statement: x\nsecrets:\n  - id: s\n',
    ],
    ['no indent', 'vulnerabilities:\n- id: CVE-1\n  statement: x\n'],
    ['four spaces', 'vulnerabilities:\n    - id: CVE-1\n      statement: x\n'],
  ])('are added to a list with %s, and everything that stood there stays', async (_, existing) => {
    const text = await addToIgnoreFile(existing, proposals);
    expect(await idsOf(text)).toEqual(['CVE-1', 'CVE-2025-9230']);
    for (const line of existing.split('\n')) expect(text.split('\n')).toContain(line);
  });
});
