import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainedDiff } from '../../src/dockerfile/harden/explained-diff.js';
import { hardenDockerfile } from '../../src/dockerfile/harden.js';
import { unifiedDiff } from '../../src/dockerfile/unified-diff.js';
import { fixableArbitrary } from './fixable-arbitrary.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'acgs-diff-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What `patch -p1` and `git apply` make of a file. */
function applied(before: string, diff: string): { patch: string; git: string } {
  const results = ['patch', 'git'].map((tool) => {
    const cwd = join(folder, tool);
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'Dockerfile'), before);
    writeFileSync(join(cwd, 'x.diff'), diff);
    // --binary: patch would take CR away from the diff.
    const argv =
      tool === 'patch' ? ['-p1', '--fuzz=0', '--binary', '-s', '-i', 'x.diff'] : ['apply', 'x.diff'];
    const env = { ...process.env, GIT_CEILING_DIRECTORIES: folder };
    execFileSync(tool, argv, { cwd, env, stdio: 'pipe' });
    return readFileSync(join(cwd, 'Dockerfile'), 'utf8');
  });
  return { patch: results[0] ?? '', git: results[1] ?? '' };
}

describe('unifiedDiff', () => {
  it('is empty for equal texts', () => {
    expect(unifiedDiff('a\n', 'a\n', { path: 'x' })).toBe('');
  });

  it('shows three lines around a change, and joins hunks that meet', () => {
    const lines = Array.from({ length: 20 }, (_unused, index) => `${index + 1}\n`);
    const changed = (...at: number[]): string =>
      lines.map((line, index) => (at.includes(index + 1) ? `x${line}` : line)).join('');
    const heads = (...at: number[]): string[] =>
      unifiedDiff(lines.join(''), changed(...at), { path: 'f' })
        .split('\n')
        .filter((line) => line.startsWith('@@'));
    expect(heads(10)).toEqual(['@@ -7,7 +7,7 @@']);
    expect(heads(5, 12)).toEqual(['@@ -2,14 +2,14 @@']);
    expect(heads(5, 13)).toEqual(['@@ -2,7 +2,7 @@', '@@ -10,7 +10,7 @@']);
    expect(heads(1, 20)).toEqual(['@@ -1,4 +1,4 @@', '@@ -17,4 +17,4 @@']);
  });

  it('says where a file has no last line break', () => {
    expect(unifiedDiff('a\nb', 'a\nb\n', { path: 'f' })).toBe(
      '--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n',
    );
  });

  it.each([
    ['a\r\nb\r\n', 'a\r\nc\r\n'],
    ['a\nb', 'a\nc'],
    ['a', 'a\nb\n'],
    ['', 'a\n'],
    ['a\nb\nc\n', 'b\n'],
  ])('applies: %j to %j', (before, after) => {
    if (before === '') return expect(unifiedDiff(before, after, { path: 'f' })).toContain('@@ -0,0 +1,1 @@');
    const diff = unifiedDiff(before, after, { path: 'Dockerfile', remark: () => 'why, and how' });
    return expect(applied(before, diff)).toEqual({ patch: after, git: after });
  });
});

describe('explainedDiff', () => {
  it('says rule, risk and reason behind the place of each hunk', () => {
    const text = `FROM alpine:3.22 as a\n${'# filler\n'.repeat(9)}RUN apk add curl=8.1\nUSER 1000\n`;
    const heads = explainedDiff(text, hardenDockerfile(text), 'Dockerfile').match(/^@@.*$/gm);
    expect(heads).toEqual([
      '@@ -1,4 +1,4 @@ FromAsCasing (safe): write `AS`, as `FROM` is written',
      expect.stringMatching(/^@@ -8,5 \+8,5 @@ DL3019 \(safe\): /),
    ]);
  });

  it('explains every hunk, and applies with patch and git', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fixableArbitrary, (text) => {
        const hardened = hardenDockerfile(text);
        const diff = explainedDiff(text, hardened, 'Dockerfile');
        if (diff === '') return;
        for (const head of diff.match(/^@@.*$/gm) ?? [])
          expect(head).toMatch(/@@ \S+ \((safe|review|needs rebuild)\): /);
        expect(applied(text, diff)).toEqual({ patch: hardened.text, git: hardened.text });
      }),
      { numRuns: 25 },
    );
  });
});
