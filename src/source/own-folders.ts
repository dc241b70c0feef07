import { dirname, join } from 'node:path';
import { entriesOf, factsOf } from '../system/files.js';
import { isWithin } from './paths.js';

/**
 * What to keep out so that a context is the same before and after a release wrote into it. `dist/release` alone would
 * leave an empty `dist` behind, which the first build did not have: a folder that is not there yet, or holds nothing
 * but what is ours, is ours as well.
 */
export async function withOwnFolders(context: string, paths: readonly string[]): Promise<readonly string[]> {
  const own = new Set(paths.filter((path) => path !== context && isWithin(context, path)));
  for (const path of [...own])
    for (let folder = dirname(path); folder !== context; folder = dirname(folder)) {
      if (!(await holdsOnly(folder, own))) break;
      own.add(folder);
    }
  return [...own];
}

/** Also of an empty folder, which git does not know and a removed release leaves. */
async function holdsOnly(folder: string, own: ReadonlySet<string>): Promise<boolean> {
  const facts = await factsOf(folder);
  if (facts === undefined) return true;
  return (
    facts.kind === 'directory' &&
    (await entriesOf(folder)).every((entry) => own.has(join(folder, entry.name)))
  );
}
