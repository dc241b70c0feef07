import { AcgsError } from '../../model/errors.js';
import { changeKits, type KitChanges } from './change-kits.js';
import { type KitProject, type KitProjectOptions, openKitProject } from './kit-project.js';

export interface UpdateOptions extends KitProjectOptions {
  /** Kits to update; empty: all that the project has. */
  readonly names: readonly string[];
  readonly conflict: 'refuse' | 'inline';
}

/**
 * Brings the project's kits to this acgs and this acgs.yaml: merges, restores what was deleted, removes what a kit has no longer.
 * @throws AcgsError `usage/invalid` for a kit that the project does not have; errors as `addKits`
 */
export async function updateKits(options: UpdateOptions): Promise<KitChanges> {
  const project = await openKitProject(options);
  return await changeKits(project, chosenKits(project, options.names), options.conflict);
}

/** The kits named, or all that the project has. @throws AcgsError `usage/invalid` for one that it does not have */
export function chosenKits({ lock }: KitProject, names: readonly string[]): readonly string[] {
  const present = [...new Set([...lock.values()].map(({ kit }) => kit))].sort();
  const strange = names.find((name) => !present.includes(name));
  if (strange !== undefined)
    throw new AcgsError('usage/invalid', `the project does not have the kit "${strange}"`, {
      next: [
        `add it with \`acgs kit add ${strange}\``,
        `it has: ${present.length === 0 ? 'none' : present.join(', ')}`,
      ],
    });
  return names.length === 0 ? present : names;
}
