import { posix } from 'node:path';
import { RE2JS } from 're2js';
import { AcgsError } from '../model/errors.js';

/**
 * The patterns of a .dockerignore as BuildKit reads and matches them (moby/patternmatcher: `ignorefile.ReadAll`,
 * `MatchesOrParentMatches`). Not gitignore's: patterns are anchored at the context, and the last that matches wins.
 */
export interface IgnorePattern {
  readonly negated: boolean;
  /** As written, cleaned. */
  readonly text: string;
  readonly matches: (path: string) => boolean;
}

/** More wildcards than this go to an engine without backtracking: patterns come from outside. */
const MOST_FOR_BACKTRACKING = 4;
const BOM = '\uFEFF';

/** Reads an ignore file. @throws AcgsError `config/invalid` with file and line for a pattern that BuildKit refuses. */
export function parseIgnoreFile(text: string, file: string): IgnorePattern[] {
  const lines = (text.startsWith(BOM) ? text.slice(1) : text).split('\n');
  return lines.flatMap((line, index) => {
    if (line.startsWith('#')) return [];
    let pattern = line.trim();
    const negated = pattern.startsWith('!');
    if (negated) pattern = pattern.slice(1).trim();
    if (pattern === '') {
      if (negated) throw refused(file, index, '"!" without a pattern');
      return [];
    }
    // Go's filepath.Clean, then one leading slash off: patterns are relative to the context either way.
    pattern = posix.normalize(pattern).replace(/(?<=.)\/$/, '');
    if (pattern.length > 1 && pattern.startsWith('/')) pattern = pattern.slice(1);
    return [
      {
        negated,
        text: pattern,
        matches: matcherOf(pattern, () => refused(file, index, `"${line.slice(0, 80)}" is not closed`)),
      },
    ];
  });
}

function refused(file: string, index: number, why: string): AcgsError {
  return new AcgsError('config/invalid', `expected an ignore pattern: ${why}`, {
    file,
    line: index + 1,
    next: ['correct the pattern (docs.docker.com/build/concepts/context, "dockerignore files")'],
  });
}

/** Whether a path (relative to the context, `/` between) is ignored: it or a folder above it, the last pattern that matches. */
export function isIgnored(patterns: readonly IgnorePattern[], path: string): boolean {
  let ignored = false;
  for (const pattern of patterns) {
    if (pattern.negated !== ignored) continue;
    if (matchesOrParent(pattern, path)) ignored = !pattern.negated;
  }
  return ignored;
}

function matchesOrParent(pattern: IgnorePattern, path: string): boolean {
  if (pattern.matches(path)) return true;
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1))
    if (pattern.matches(path.slice(0, slash))) return true;
  return false;
}

function matcherOf(pattern: string, fail: () => AcgsError): (path: string) => boolean {
  if (!/[*?[\\]/.test(pattern)) return (path) => path === pattern;
  const { source, wildcards } = expressionOf(pattern, fail);
  try {
    if (wildcards > MOST_FOR_BACKTRACKING) {
      const compiled = RE2JS.compile(source);
      return (path) => compiled.matches(path);
    }
    const compiled = new RegExp(`^(?:${source})$`, 'u');
    return (path) => compiled.test(path);
  } catch (error) {
    throw error instanceof AcgsError ? error : fail();
  }
}

/** `**` is any number of folders, `*` and `?` stay in one, `[…]` is a class, `\` takes the next character as it is. */
function expressionOf(pattern: string, fail: () => AcgsError): { source: string; wildcards: number } {
  const characters = [...pattern];
  let source = '';
  let wildcards = 0;
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '*') {
      wildcards += 1;
      if (characters[at + 1] !== '*') source += '[^/]*';
      else {
        at += characters[at + 2] === '/' ? 2 : 1;
        source += at + 1 >= characters.length ? '.*' : '(?:.*/)?';
      }
    } else if (character === '?') source += '[^/]';
    else if (character === '\\') {
      at += 1;
      if (at >= characters.length) throw fail();
      source += escaped(characters[at] ?? '');
    } else if (character === '[') {
      const close = characters.indexOf(']', at + 2);
      if (close < 0) throw fail();
      source += classOf(characters.slice(at + 1, close));
      at = close;
    } else source += escaped(character);
  }
  return { source, wildcards };
}

function classOf(inside: readonly string[]): string {
  const negated = inside[0] === '^';
  const body = inside
    .slice(negated ? 1 : 0)
    .map((character) => (character === '-' ? '-' : character === '\\' ? '' : escaped(character)))
    .join('');
  return `[${negated ? '^/' : ''}${body}]`;
}

function escaped(character: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
