import { basename, dirname, join, relative, sep } from 'node:path';
import { readBytes, factsOf } from '../system/files.js';
import { isWithin } from './paths.js';

/** More would be no ignore file. */
const MOST_BYTES = 1024 * 1024;

export interface UserIgnoreFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** The ignore file that BuildKit would read: `<Dockerfile>.dockerignore` beside the Dockerfile, else the context's own. */
export async function userIgnoreFile(
  context: string,
  dockerfile: string | undefined,
): Promise<UserIgnoreFile | undefined> {
  const candidates = [
    ...(dockerfile === undefined ? [] : [join(dirname(dockerfile), `${basename(dockerfile)}.dockerignore`)]),
    join(context, '.dockerignore'),
  ];
  for (const path of candidates)
    if ((await factsOf(path))?.kind === 'file')
      return { path, text: (await readBytes(path, MOST_BYTES)).toString('utf8') };
  return undefined;
}

/** What acgs itself keeps out of a build context. */
export interface OwnExclusions {
  /** Absolute files and folders: `.acgs`, output, the key pair, encrypted keys found. Those outside the context are left out. */
  readonly paths: readonly string[];
  /** Keep `.git` out, at any depth. */
  readonly git: boolean;
}

/** Our lines for an ignore file. They stand last, and the last pattern that matches wins. */
export function ownIgnoreLines(context: string, own: OwnExclusions): readonly string[] {
  const inside = own.paths.filter((path) => path !== context && isWithin(context, path));
  const lines = inside.map((path) => literalPattern(relative(context, path).split(sep).join('/')));
  return [...(own.git ? ['**/.git'] : []), ...new Set(lines)];
}

/** A pattern for exactly one path. What a line cannot hold (a newline, a space at its end) becomes `?`. */
function literalPattern(path: string): string {
  const escapedPath = path.replaceAll(/[*?[\]\\]/g, '\\$&').replaceAll(/[\s\p{Cc}]/gu, '?');
  return `/${escapedPath}`;
}

/** The text for the copied Dockerfile's own ignore file: the user's lines as they are, then ours. */
export function combinedIgnoreText(userText: string, ownLines: readonly string[]): string {
  const user = userText === '' || userText.endsWith('\n') ? userText : `${userText}\n`;
  return `${user}# acgs: its own output, keys and .git are no part of a release\n${ownLines.map((line) => `${line}\n`).join('')}`;
}

/**
 * Whether an instruction of the Dockerfile takes `.git` from the context (COPY, ADD, or a mount of RUN): then it stays in
 * it. Comments, `--exclude=.git` and what RUN does by itself do not count.
 */
export function namesGit(dockerfile: string): boolean {
  const joined = dockerfile
    .split(/\r?\n/)
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/[\\`][ \t]*\n/g, ' ');
  return joined.split('\n').some((line) => {
    const from = /^\s*(?:ONBUILD\s+)?(?:COPY|ADD)\s/i.test(line)
      ? line.replaceAll(/--exclude=\S+/g, '')
      : (line.match(/--mount=\S+/g) ?? []).join(' ');
    return /(?:^|[\s"'=,/[])\.git(?:$|[\s"',/\]])/.test(from);
  });
}
