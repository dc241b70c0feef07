import { join, relative } from 'node:path';
import { type BuildContext } from './build-context.js';
import { git, records } from './git.js';
import { type GitSource } from './read-source.js';

/**
 * Git-ignored files that the context sends all the same, for the provenance: no commit can tell what they are. A folder
 * that is ignored as a whole stands as one, with `/` at its end. Relative to the context, sorted.
 */
export async function gitIgnoredIn(source: GitSource, context: BuildContext): Promise<readonly string[]> {
  const where = relative(source.root, context.folder) || '.';
  if (where.startsWith('..')) return [];
  const { stdout } = await git(source.root, [
    'ls-files',
    '-z',
    '--others',
    '--ignored',
    '--exclude-standard',
    '--directory',
    '--',
    where,
  ]);
  const sent = context.entries.filter((entry) => entry.kind !== 'directory').map((entry) => entry.path);
  const sentExactly = new Set(sent);
  const ignored = records(stdout).flatMap((record) => {
    const path = relative(context.folder, join(source.root, record));
    if (!record.endsWith('/')) return sentExactly.has(path) ? [path] : [];
    // The context itself may be ignored.
    const folder = path === '' || path.startsWith('..') ? '' : `${path}/`;
    return sent.some((file) => file.startsWith(folder)) ? [folder === '' ? './' : folder] : [];
  });
  return [...new Set(ignored)].sort();
}
