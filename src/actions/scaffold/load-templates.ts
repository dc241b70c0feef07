import { join } from 'node:path';
import { entriesOf, readText } from '../../system/files.js';
import { PACKAGE_ROOT } from '../../system/package-root.js';

const FOLDER = join(PACKAGE_ROOT, 'templates/dockerfile');

/** The templates of Dockerfiles that ship with acgs, by path. */
export async function loadTemplates(below = ''): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const entry of await entriesOf(join(FOLDER, below))) {
    const path = join(below, entry.name);
    if (entry.isDirectory()) Object.assign(found, await loadTemplates(path));
    else found[path] = await readText(join(FOLDER, path));
  }
  return found;
}
