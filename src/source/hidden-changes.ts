import { join } from 'node:path';
import { factsOf } from '../system/files.js';
import { git, records } from './git.js';

/** Arguments of one call; a command line holds some hundred thousand bytes at least. */
const AT_ONCE = 200;

/**
 * Tracked files that `git status` was told not to look at (`--assume-unchanged`, `--skip-worktree`) and that differ from
 * the index all the same: what they hold would be released as if a commit held it. Relative to `root`.
 */
export async function hiddenChanges(root: string): Promise<readonly string[]> {
  const { stdout } = await git(root, ['ls-files', '-v', '-z']);
  // A lower-case letter is assume-unchanged, S is skip-worktree (git-ls-files, "-v").
  const hidden = records(stdout).flatMap((record) => (/^[a-zS] /.test(record) ? [record.slice(2)] : []));
  const present: string[] = [];
  for (const path of hidden) if ((await factsOf(join(root, path)))?.kind === 'file') present.push(path);
  const changed: string[] = [];
  for (let at = 0; at < present.length; at += AT_ONCE)
    changed.push(...(await changedAmong(root, present.slice(at, at + AT_ONCE))));
  return changed;
}

async function changedAmong(root: string, paths: readonly string[]): Promise<string[]> {
  const [staged, found] = await Promise.all([
    git(root, ['ls-files', '--stage', '-z', '--', ...paths]),
    git(root, ['hash-object', '--', ...paths]),
  ]);
  const inIndex = new Map(
    records(staged.stdout).map((record): [string, string] => {
      const tab = record.indexOf('\t');
      return [record.slice(tab + 1), record.split(' ')[1] ?? ''];
    }),
  );
  const hashes = found.stdout.split('\n');
  return paths.filter((path, index) => inIndex.get(path) !== hashes[index]);
}
