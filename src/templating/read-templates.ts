import { join } from 'node:path';
import { entriesOf, readText } from '../system/files.js';

/** The files of a folder and of those below it, by path. */
export async function readTemplates(folder: string, below = ''): Promise<Readonly<Record<string, string>>> {
  const entries = await entriesOf(join(folder, below));
  const read = entries.map(async (entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return await readTemplates(folder, path);
    return { [path]: await readText(join(folder, path)) };
  });
  return Object.assign({}, ...(await Promise.all(read))) as Record<string, string>;
}
