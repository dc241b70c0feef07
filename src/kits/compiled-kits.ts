import { type Kit } from './kit.js';

/**
 * The kits that ship with acgs, by name, made into modules when acgs is built: scripts/lib/compiled-templates.mjs puts them in
 * the place of this file. Undefined where the source is run, which reads their folders.
 */
export function compiledKits(): Readonly<Record<string, () => Promise<Kit>>> | undefined {
  return undefined;
}
