import { describe, expect, it } from 'vitest';
import { judgeIgnores } from '../../../src/scan/ignores/judge-ignores.js';
import { coveringEntry, matchIgnore } from '../../../src/scan/ignores/match-ignores.js';
import { parsePurl, purlOfPackage } from '../../../src/scan/ignores/purl.js';
import { entryFor, fileOf, highFinding, TODAY } from '../findings.js';

const DAY = 86_400_000;
const judge = (...entries: ReturnType<typeof entryFor>[]) =>
  judgeIgnores(fileOf(...entries), [highFinding], { today: TODAY, soonMs: 14 * DAY });

describe('an ignore entry covers a finding as in Trivy', () => {
  it.each([
    [{}, 'covers'],
    [{ purls: ['pkg:deb/debian/openssl'] }, 'covers'],
    [{ purls: ['pkg:deb/debian/openssl@3.5.0-1'] }, 'covers'],
    [{ purls: ['pkg:deb/debian/openssl@3.5.0-1?distro=debian-13.1'] }, 'covers'],
    [{ purls: ['pkg:deb/debian/curl', 'pkg:deb/debian/openssl'] }, 'covers'],
    [{ purls: ['pkg:deb/debian/openssl@3.5.0-1?distro=debian-13'] }, 'purl'],
    [{ purls: ['pkg:deb/debian/openssl@3.4.0'] }, 'purl'],
    [{ purls: ['pkg:deb/ubuntu/openssl'] }, 'purl'],
    [{ paths: ['acme/api*'] }, 'covers'],
    [{ paths: ['usr/**'] }, 'path'],
  ])('%j: %s', (more, match) => {
    expect(matchIgnore(entryFor(highFinding.id, more), highFinding)).toBe(match);
  });

  it('matches the path of a language package', () => {
    const inApp = { ...highFinding, path: 'app/node_modules/x/package.json' };
    expect(matchIgnore(entryFor(highFinding.id, { paths: ['app/**/x/*'] }), inApp)).toBe('covers');
    expect(matchIgnore(entryFor(highFinding.id, { paths: ['app/*'] }), inApp)).toBe('path');
  });

  it('by the whole id only', () => {
    expect(matchIgnore(entryFor('CVE-2025-923'), highFinding)).toBe('other');
  });

  it('until its expiry', () => {
    const entry = (day: string) => [entryFor(highFinding.id, { expiresAt: new Date(day) })];
    expect(coveringEntry(entry('2026-06-16'), highFinding, TODAY)).toBeDefined();
    expect(coveringEntry(entry('2026-06-15'), highFinding, TODAY)).toBeUndefined();
  });
});

describe('what is to be known of an ignore file', () => {
  it('an entry that expired opens its findings again', () => {
    expect(judge(entryFor(highFinding.id, { expiresAt: new Date('2026-06-01') }))).toEqual([
      {
        kind: 'expired',
        id: highFinding.id,
        line: 1,
        message: '.trivyignore.yaml:1: CVE-2025-9230 expired on 2026-06-01: its findings count again (1)',
      },
    ]);
  });

  it.each([
    [13, ['expires-soon']],
    [15, []],
  ])('an entry that expires in %i days: %j', (days, kinds) => {
    const expiresAt = new Date(TODAY.getTime() + days * DAY);
    expect(judge(entryFor(highFinding.id, { expiresAt })).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('an entry that matches nothing, and the qualifier that is to blame', () => {
    expect(judge(entryFor('CVE-1')).map(({ message }) => message)).toEqual([
      '.trivyignore.yaml:1: CVE-1 matches nothing',
    ]);
    const narrow = entryFor(highFinding.id, { purls: ['pkg:deb/debian/openssl?distro=debian-13'] });
    expect(judge(narrow)[0]?.message).toBe(
      `.trivyignore.yaml:1: CVE-2025-9230 matches nothing: its purls do not match ${highFinding.purl}`,
    );
  });

  it('an entry without a statement', () => {
    expect(judge(entryFor(highFinding.id, { statement: '' })).map(({ kind }) => kind)).toEqual([
      'without-statement',
    ]);
  });
});

describe('package URLs', () => {
  it.each(['openssl', 'pkg:', 'pkg:npm', 'pkg:npm/', 'pkg:npm/%zz', 'npm:x'])('%s is none', (text) => {
    expect(parsePurl(text)).toBeUndefined();
  });

  it('are taken apart, escapes undone', () => {
    expect(parsePurl('pkg:npm/%40acme/x@1.0%2B2?vcs=a%3Db#sub/path')).toEqual({
      type: 'npm',
      namespace: '@acme',
      name: 'x',
      version: '1.0+2',
      qualifiers: new Map([['vcs', 'a=b']]),
      subpath: 'sub/path',
    });
  });

  it.each([
    ['pkg:deb/debian/openssl@3.5.0-1?arch=amd64', 'pkg:deb/debian/openssl'],
    ['pkg:npm/%40acme/x@1', 'pkg:npm/%40acme/x'],
    ['pkg:npm/x', 'pkg:npm/x'],
  ])('%s without version is %s', (text, plain) => {
    expect(purlOfPackage(text)).toBe(plain);
  });
});
