import { kitNames, loadKit } from '../../kits/load-kit.js';
import { type KitManifest } from '../../kits/manifest.js';

/** The kits that ship with acgs, sorted by name. */
export async function listKits(folder?: string): Promise<readonly KitManifest[]> {
  const names = await kitNames(folder);
  return await Promise.all(names.map(async (name) => (await loadKit(name, folder)).manifest));
}
