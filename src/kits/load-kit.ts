import { join } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { nearest } from '../model/nearest.js';
import { entriesOf, exists } from '../system/files.js';
import { PACKAGE_ROOT } from '../system/package-root.js';
import { compiledKits } from './compiled-kits.js';
import { type Kit } from './kit.js';

/** Where the kits lie that ship with acgs. */
const KITS = join(PACKAGE_ROOT, 'templates/kits');

/** Names of all kits, sorted. */
export async function kitNames(folder?: string): Promise<string[]> {
  const compiled = folder === undefined ? compiledKits() : undefined;
  if (compiled !== undefined) return Object.keys(compiled);
  const kits = folder ?? KITS;
  if (!(await exists(kits))) return [];
  const entries = await entriesOf(kits);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/**
 * Loads a kit that ships with acgs.
 * @param folder where the kits lie, for tests of other versions
 * @throws AcgsError `usage/invalid` for a name that is none
 */
export async function loadKit(name: string, folder?: string): Promise<Kit> {
  const names = await kitNames(folder);
  if (!names.includes(name)) {
    const near = nearest(name, names);
    throw new AcgsError('usage/invalid', `there is no kit "${name}"`, {
      next: [near === undefined ? 'run `acgs kit list` for the list' : `did you mean "${near}"?`],
    });
  }
  const load = folder === undefined ? compiledKits()?.[name] : undefined;
  if (load !== undefined) return await load();
  const [{ readKit }, { readTemplates }] = await Promise.all([
    import('./read-kit.js'),
    import('../templating/read-templates.js'),
  ]);
  const [{ manifest, templates }, shared] = await Promise.all([
    readKit(join(folder ?? KITS, name)),
    readTemplates(join(PACKAGE_ROOT, 'templates'), 'shared'),
  ]);
  return { manifest, templates: { ...shared, ...templates } };
}
