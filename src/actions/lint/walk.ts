import { join } from 'node:path';
import { AcgsError } from '../../model/errors.js';
import { entriesOf } from '../../system/files.js';
import { gitIgnoreAbove, type GitIgnore } from './git-ignore.js';

const SKIPPED = new Set(['.git', 'node_modules']);
const MOST_ENTRIES = 500_000;

/**
 * Files below a folder that `wanted` takes, relative to it with `/`, sorted. What .gitignore files leave out is passed over,
 * node_modules and .git too; links are not followed.
 * @throws AcgsError `usage/invalid` for a folder with too much in it
 */
export async function walk(folder: string, wanted: (file: string) => boolean): Promise<string[]> {
  const found: string[] = [];
  let seen = 0;
  const visit = async (below: string, ignore: GitIgnore): Promise<void> => {
    const entries = await entriesOf(join(folder, below));
    seen += entries.length;
    if (seen > MOST_ENTRIES)
      throw new AcgsError('usage/invalid', `${folder} holds more than ${MOST_ENTRIES} files`, {
        next: ['name the files themselves, or a folder further down'],
      });
    const here = entries.some(({ name }) => name === '.gitignore')
      ? await ignore.below(join(folder, below))
      : ignore;
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      const isFolder = entry.isDirectory();
      if (isFolder ? SKIPPED.has(entry.name) : !(entry.isFile() && wanted(path))) continue;
      if (here.ignores(join(folder, path), isFolder)) continue;
      if (isFolder) await visit(path, here);
      else found.push(path);
    }
  };
  await visit('', await gitIgnoreAbove(folder));
  return found.sort();
}
