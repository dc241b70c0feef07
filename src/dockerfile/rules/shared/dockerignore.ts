interface Pattern {
  readonly negated: boolean;
  readonly matches: RegExp;
}

/**
 * Reads a `.dockerignore` (moby/patternmatcher): the last pattern that matches a path or one of its parents decides.
 *
 * @returns whether a path of the context (no leading slash) is left out
 */
export function dockerignoreMatcher(text: string): (path: string) => boolean {
  const patterns = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap(readPattern);
  return (path) => {
    let ignored = false;
    for (const { negated, matches } of patterns)
      if (negated === ignored && matches.test(path)) ignored = !negated;
    return ignored;
  };
}

function readPattern(line: string): Pattern[] {
  const trimmed = line.trim();
  if (trimmed === '' || line.startsWith('#')) return [];
  const negated = trimmed.startsWith('!');
  const pattern = clean(negated ? trimmed.slice(1).trim() : trimmed);
  return pattern === '' ? [] : [{ negated, matches: new RegExp(`^${source(pattern)}(?:/.*)?$`, 's') }];
}

/** Go's filepath.Clean as far as it matters: no `.` or empty components, no slash at either end. */
function clean(pattern: string): string {
  return pattern
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

function source(pattern: string): string {
  let result = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] as string;
    if (pattern.startsWith('**/', at)) {
      result += '(?:.*/)?';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      result += '.*';
      at += 1;
    } else if (character === '*') result += '[^/]*';
    else if (character === '?') result += '[^/]';
    else if (character === '[' && pattern.indexOf(']', at + 1) > at + 1) {
      const close = pattern.indexOf(']', at + 1);
      result += `[${pattern.slice(at + 1, close).replace(/\\/g, '\\\\')}]`;
      at = close;
    } else result += character.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  }
  return result;
}
