import { join } from 'node:path';
import { parse } from 'yaml';
import { AcgsError } from '../model/errors.js';
import { nearest } from '../model/nearest.js';
import { entriesOf, exists, readText } from '../system/files.js';
import { PACKAGE_ROOT } from '../system/package-root.js';
import { type Kit } from './kit.js';
import { manifestSchema } from './manifest.js';

/** Where the kits lie that ship with acgs. */
const KITS = join(PACKAGE_ROOT, 'templates/kits');
/** Parts that several kits include, as `shared/…`. */
const SHARED = 'shared';

/** Names of all kits, sorted. */
export async function kitNames(folder = KITS): Promise<string[]> {
  if (!(await exists(folder))) return [];
  const entries = await entriesOf(folder);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/**
 * Reads a kit that ships with acgs.
 * @param folder where the kits lie, for tests of other versions
 * @throws AcgsError `usage/invalid` for a name that is none
 */
export async function loadKit(name: string, folder = KITS): Promise<Kit> {
  const names = await kitNames(folder);
  if (!names.includes(name)) {
    const near = nearest(name, names);
    throw new AcgsError('usage/invalid', `there is no kit "${name}"`, {
      next: [near === undefined ? 'run `acgs kit list` for the list' : `did you mean "${near}"?`],
    });
  }
  const manifest = manifestSchema.parse(parse(await readText(join(folder, name, 'kit.yaml'))));
  const [own, shared] = await Promise.all([
    templatesBelow(join(folder, name, 'templates')),
    templatesBelow(join(PACKAGE_ROOT, 'templates'), SHARED),
  ]);
  return { manifest, templates: { ...shared, ...own } };
}

async function templatesBelow(folder: string, below = ''): Promise<Record<string, string>> {
  const entries = await entriesOf(join(folder, below));
  const read = entries.map(async (entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return await templatesBelow(folder, path);
    return { [path]: await readText(join(folder, path)) };
  });
  return Object.assign({}, ...(await Promise.all(read))) as Record<string, string>;
}
