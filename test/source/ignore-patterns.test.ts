import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combinedIgnoreText, namesGit, ownIgnoreLines } from '../../src/source/ignore-file.js';
import { isIgnored, parseIgnoreFile } from '../../src/source/ignore-patterns.js';

const ignored = (text: string, path: string): boolean =>
  isIgnored(parseIgnoreFile(text, '.dockerignore'), path);

describe('patterns as BuildKit matches them', () => {
  it.each([
    ['node_modules', 'node_modules/a/b.js', true],
    ['node_modules', 'api/node_modules/a.js', false],
    ['**/node_modules', 'api/node_modules/a.js', true],
    ['**/node_modules', 'node_modules', true],
    ['*/temp*', 'a/temporary.txt', true],
    ['*/temp*', 'a/b/temporary.txt', false],
    ['*/*/temp*', 'a/b/temporary.txt', true],
    ['temp?', 'tempa', true],
    ['temp?', 'temp', false],
    ['temp?', 'temp/', false],
    ['/build/', 'build/x', true],
    ['./build', 'build/x', true],
    ['a/../b', 'b', true],
    ['*.md\n!README.md', 'README.md', false],
    ['*.md\n!README*.md\nREADME-secret.md', 'README-secret.md', true],
    ['docs\n!docs/keep', 'docs/keep/x', false],
    ['docs\n!docs/keep', 'docs/other', true],
    ['*', 'a/b/c', true],
    ['*\n!src', 'src/a/b', false],
    ['**', '.git/config', true],
    ['a/**', 'a/b/c', true],
    ['a/**', 'a', false],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a**z', 'abz', false],
    ['[abc]x', 'bx', true],
    ['[^abc]x', 'bx', false],
    ['[^abc]x', 'dx', true],
    ['[a-c]x', 'bx', true],
    ['c++/x', 'c++/x', true],
    ['a.b', 'aXb', false],
    ['a(b|c){2}', 'a(b|c){2}', true],
    ['\\*', 'a', false],
    ['\\*', '*', true],
    ['#not', '#not', false],
    [' spaced  ', 'spaced', true],
    ['\uFEFFfirst', 'first', true],
    ['a\r\nb\r\n', 'b', true],
    ['README.md', 'readme.md', false],
    ['**/*.a?', 'x/y.ab', true],
    ['*a*b*c*d*e*f*', 'xaxbxcxdxexfx', true],
    ['?', '😀', true],
  ])('%j %j', (text, path, expected) => {
    expect(ignored(text, path)).toBe(expected);
  });

  it.each(['[abc', 'a\\', '!', '!  '])('refuses %j as BuildKit does, with its line', (pattern) => {
    expect(() => parseIgnoreFile(`ok\n${pattern}\n`, '.dockerignore')).toThrowError(
      expect.objectContaining({ code: 'config/invalid', file: '.dockerignore', line: 2 }) as Error,
    );
  });

  it('is quick on a pattern made to be slow', () => {
    const started = performance.now();
    expect(ignored(`${'*a'.repeat(40)}*b`, 'a'.repeat(2000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('our own lines', () => {
  it('name exactly one path, whatever it holds, and win over the user’s lines', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^/\0]{1,20}$/), fc.stringMatching(/^[^/\0]{1,20}$/), (name, other) => {
        fc.pre(name !== '.' && name !== '..' && other !== '.' && other !== '..');
        const lines = ownIgnoreLines('/context', {
          paths: [`/context/${name}`, '/elsewhere/x', '/context'],
          git: false,
        });
        expect(lines).toHaveLength(1);
        const text = combinedIgnoreText('*\n!**\n!*', lines);
        expect(ignored(text, name)).toBe(true);
        expect(ignored(text, `${name}/below`)).toBe(true);
        const masked = (value: string): string => value.replaceAll(/[\s\p{Cc}]/gu, '?');
        if (name.length !== other.length || masked(name) === name)
          expect(ignored(text, other)).toBe(other === name);
      }),
    );
  });

  it('keep .git out at any depth unless an instruction takes it', () => {
    const lines = ownIgnoreLines('/context', { paths: [], git: true });
    expect(ignored(lines.join('\n'), '.git/HEAD')).toBe(true);
    expect(ignored(lines.join('\n'), 'vendor/x/.git')).toBe(true);
    expect(ignored(lines.join('\n'), '.gitignore')).toBe(false);
  });

  it.each([
    ['COPY .git /src/.git', true],
    ['COPY --link .git/HEAD .git/refs /x/', true],
    ['ADD [".git", "/x"]', true],
    ['COPY \\\n  # comment\n  .git /x', true],
    ['ONBUILD COPY ./.git /x', true],
    ['RUN --mount=type=bind,source=.git,target=/x make', true],
    ['RUN --mount=type=cache,target=/c rm -rf .git', false],
    ['COPY --exclude=.git . .', false],
    ['COPY . .', false],
    ['# COPY .git .', false],
    ['COPY .gitignore .github /x/', false],
    ['ADD https://github.com/acme/api.git /x', false],
  ])('%j', (text, expected) => {
    expect(namesGit(text)).toBe(expected);
  });
});
