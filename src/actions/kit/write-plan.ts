import { join } from 'node:path';
import { digestOf } from '../../model/digest.js';
import { STATE_IGNORE } from '../../model/state-ignore.js';
import { type FilePlan } from '../../kits/file-plan.js';
import { type Lock, LOCK_FILE, printLock } from '../../kits/lock.js';
import { entriesOf, exists, factsOf, remove, writeFileAtomic } from '../../system/files.js';
import { BASE_FOLDER, basePath } from './base-store.js';
import { type KitProject } from './kit-project.js';
import { readProjectFile } from './project-files.js';

/** A file that is to have another text; undefined: none. */
interface Change {
  /** Relative to the project. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly executable?: boolean;
}

const IGNORE_FILE = '.acgs/.gitignore';

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
  for (const { base } of files) if (base !== undefined) await keepBase(root, base);
  const printed = after.size === 0 && lockText === undefined ? undefined : printLock(after);
  await writeAll(root, [
    ...more,
    ...files.filter(({ after: text, before }) => text !== before),
    { path: LOCK_FILE, before: lockText, after: printed },
  ]);
  await removeUnused(root, after);
}

async function keepBase(root: string, text: string): Promise<void> {
  if ((await readProjectFile(root, IGNORE_FILE)) === undefined)
    await writeFileAtomic(join(root, IGNORE_FILE), STATE_IGNORE);
  const path = basePath(digestOf(text));
  const there = await readProjectFile(root, path);
  if (there?.text !== text) await writeFileAtomic(join(root, path), text);
}

async function writeAll(root: string, changes: readonly Change[]): Promise<void> {
  const done: Change[] = [];
  try {
    for (const change of changes) {
      if (change.before === change.after) continue;
      done.unshift(change);
      await write(root, change);
    }
  } catch (error) {
    for (const { path, before, executable = false } of done)
      await write(root, { path, before: undefined, after: before, executable });
    throw error;
  }
}

/** An executable stays one; other permissions are the file's own. */
async function write(root: string, { path, after, executable = false }: Change): Promise<void> {
  const file = join(root, path);
  if (after === undefined) return await remove(file);
  const own = (await factsOf(file))?.mode;
  const mode = (own === undefined ? 0o644 : own & 0o777) | (executable ? 0o111 : 0);
  await writeFileAtomic(file, after, { mode });
}

/** Texts that no entry of the lock refers to any more. */
async function removeUnused(root: string, lock: Lock): Promise<void> {
  const folder = join(root, BASE_FOLDER);
  if (!(await exists(folder))) return;
  const used = new Set([...lock.values()].map(({ base }) => basePath(base)));
  for (const { name } of await entriesOf(folder))
    if (/^[0-9a-f]{64}$/.test(name) && !used.has(`${BASE_FOLDER}/${name}`)) await remove(join(folder, name));
}
