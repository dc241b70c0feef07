import { join } from 'node:path';
import { type FilePlan } from '../../kits/file-plan.js';
import { type Lock, LOCK_FILE, printLock } from '../../kits/lock.js';
import { writeFilesAtomic } from '../../system/file-batch.js';
import { entriesOf, exists, factsOf, remove } from '../../system/files.js';
import { BASE_FOLDER, basePath, textsToKeep } from './base-store.js';
import { type KitProject } from './kit-project.js';

/** A file that is to have another text; undefined: none. */
interface Change {
  /** Relative to the project. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly executable?: boolean;
}

/** The lock after these plans. */
function lockAfter(lock: Lock, files: readonly FilePlan[]): Lock {
  const after = new Map(lock);
  for (const { path, entry } of files)
    if (entry === undefined) after.delete(path);
    else after.set(path, entry);
  return after;
}

/**
 * Writes what was planned: all of it, or, where something fails, none. The texts below .acgs/base come first, because nothing
 * refers to them yet, and the lock last. Nothing is written that is there already.
 * @param more other files that change with it, such as acgs.yaml
 */
export async function writePlan(
  project: KitProject,
  files: readonly FilePlan[],
  more: readonly Change[] = [],
): Promise<void> {
  const { root, lock, lockText } = project;
  const after = lockAfter(lock, files);
  const texts = files.flatMap(({ base, entry }) =>
    base === undefined || entry === undefined ? [] : [[entry.base, base] as const],
  );
  const printed = after.size === 0 && lockText === undefined ? undefined : printLock(after);
  await writeAll(root, [
    [...textsToKeep(root, new Map(texts)), ...more, ...files],
    [{ path: LOCK_FILE, before: lockText, after: printed }],
  ]);
  await removeUnused(root, after);
}

/** Does the changes of each list together, the lists in order. */
async function writeAll(root: string, lists: readonly (readonly Change[])[]): Promise<void> {
  const done: Change[] = [];
  try {
    for (const list of lists) await apply(root, list, done);
  } catch (error) {
    for (const { path, before, after, executable = false } of done.reverse())
      await apply(root, [{ path, before: after, after: before, executable }], []);
    throw error;
  }
}

/** @param done gets each change that was made */
async function apply(root: string, changes: readonly Change[], done: Change[]): Promise<void> {
  const due = changes.filter(({ before, after }) => before !== after);
  const files = due.map(async (change) => {
    const path = `${root}/${change.path}`;
    return change.after === undefined
      ? []
      : [{ change, path, content: change.after, mode: await modeOf(path, change) }];
  });
  await writeFilesAtomic((await Promise.all(files)).flat(), ({ change }) => done.push(change));
  for (const change of due.filter(({ after }) => after === undefined)) {
    done.push(change);
    await remove(join(root, change.path));
  }
}

/** An executable stays one; other permissions are the file's own. */
async function modeOf(path: string, { before, executable = false }: Change): Promise<number> {
  const own = before === undefined ? undefined : (await factsOf(path))?.mode;
  return (own === undefined ? 0o644 : own & 0o777) | (executable ? 0o111 : 0);
}

/** Texts that no entry of the lock refers to any more. */
async function removeUnused(root: string, lock: Lock): Promise<void> {
  const folder = join(root, BASE_FOLDER);
  if (!(await exists(folder))) return;
  const used = new Set([...lock.values()].map(({ base }) => basePath(base)));
  for (const { name } of await entriesOf(folder))
    if (/^[0-9a-f]{64}$/.test(name) && !used.has(`${BASE_FOLDER}/${name}`)) await remove(join(folder, name));
}
