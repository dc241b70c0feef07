import { unifiedDiff } from '../../dockerfile/unified-diff.js';
import { type FilePlan } from '../../kits/file-plan.js';
import { type LockEntry } from '../../kits/lock.js';
import { readBase } from './base-store.js';
import { type KitProject, type KitProjectOptions, openKitProject } from './kit-project.js';
import { planKits } from './plan-kits.js';
import { chosenKits } from './update-kits.js';

export interface DiffOptions extends KitProjectOptions {
  /** Kits to compare; empty: all that the project has. */
  readonly names: readonly string[];
  /** Instead of what an update would change: what the user changed. */
  readonly edits: boolean;
}

export interface FileDiff {
  readonly path: string;
  readonly kit: string;
  readonly action: FilePlan['action'];
  /** Unified; applies with `patch -p1`. */
  readonly diff: string;
  readonly conflicts: FilePlan['conflicts'];
}

/** What `acgs kit update` would change, or the user changed; files without a difference are left out. Reads only. */
export async function kitDiff(options: DiffOptions): Promise<readonly FileDiff[]> {
  const project = await openKitProject(options);
  const plans = await planKits(project, chosenKits(project, options.names));
  const diffs = plans.flatMap(({ files }) =>
    files.map((file) => {
      const { path, kit, action, conflicts } = file;
      const [before, after] = options.edits
        ? [baseText(project, file), file.before]
        : [file.before, file.after];
      return { path, kit, action, conflicts, diff: unifiedDiff(before ?? '', after ?? '', { path }) };
    }),
  );
  return diffs.filter(({ diff, conflicts }) => diff !== '' || (conflicts.length > 0 && !options.edits));
}

/** What the kit had rendered; of a file that is written once no text is kept. */
function baseText({ root, lock }: KitProject, file: FilePlan): string | undefined {
  const entry: LockEntry | undefined = lock.get(file.path);
  const known = entry !== undefined && entry.mode !== 'seed' && file.state !== 'unchanged';
  return known ? readBase(root, entry.base) : file.before;
}
