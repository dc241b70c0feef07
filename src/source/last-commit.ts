import { relative, resolve } from 'node:path';
import { readTextIfPresent } from '../system/files.js';
import { git } from './git.js';
import { type GitSource } from './read-source.js';

/** The last commit that touched some paths. */
export interface TouchingCommit {
  readonly commit: string;
  /** Seconds since 1970 at which it was committed: SOURCE_DATE_EPOCH. */
  readonly time: number;
  /**
   * False when history ends before the answer: a shallow clone shows its oldest commit as if it had made every file.
   * HEAD then stands in.
   */
  readonly known: boolean;
}

/**
 * The last commit that touched any of `paths` (absolute files or folders). For paths that no commit holds yet it is HEAD.
 */
export async function lastCommitTouching(
  source: GitSource,
  paths: readonly string[],
): Promise<TouchingCommit> {
  const inside = paths
    .map((path) => relative(source.root, path) || '.')
    .filter((path) => !path.startsWith('../') && path !== '..');
  const head = { commit: source.commit, time: source.commitTime };
  const { stdout } = await git(source.root, [
    'rev-list',
    '--max-count=1',
    '--timestamp',
    'HEAD',
    '--',
    ...inside,
  ]);
  const [, time, commit] = /^(\d+) ([0-9a-f]+)\s*$/.exec(stdout) ?? [];
  if (time === undefined || commit === undefined) return { ...head, known: !source.shallow };
  if (source.shallow && (await shallowBoundary(source)).has(commit)) return { ...head, known: false };
  return { commit, time: Number(time), known: true };
}

/** Commits whose parents were not fetched (gitformat-shallow). */
async function shallowBoundary(source: GitSource): Promise<ReadonlySet<string>> {
  const { stdout } = await git(source.root, ['rev-parse', '--git-path', 'shallow']);
  const text = await readTextIfPresent(resolve(source.root, stdout.replace(/\n$/, '')));
  return new Set((text ?? '').split('\n').filter(Boolean));
}
