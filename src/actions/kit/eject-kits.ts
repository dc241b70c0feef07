import { AcgsError } from '../../model/errors.js';
import { planLeftover } from '../../kits/plan-file.js';
import { type KitProjectOptions, openKitProject } from './kit-project.js';
import { chosenKits } from './update-kits.js';
import { writePlan } from './write-plan.js';

export interface EjectOptions extends KitProjectOptions {
  readonly names: readonly string[];
}

/**
 * Gives the files of kits to the user: they stay as they are, and acgs knows them no longer.
 * @returns the paths, sorted
 * @throws AcgsError `usage/invalid` where no kit is named, or one that the project does not have
 */
export async function ejectKits(options: EjectOptions): Promise<readonly string[]> {
  if (options.names.length === 0) throw new AcgsError('usage/invalid', 'expected the name of a kit');
  const project = await openKitProject(options);
  const names = chosenKits(project, options.names);
  const ejected = [...project.lock].filter(([, { kit }]) => names.includes(kit));
  await writePlan(
    project,
    ejected.map(([path, entry]) => planLeftover(path, { ...entry, mode: 'seed' }, undefined)),
  );
  return ejected.map(([path]) => path).sort();
}
