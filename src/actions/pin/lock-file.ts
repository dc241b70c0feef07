import { dirname, join, relative, resolve } from 'node:path';
import { formatPinLock, parsePinLock, PIN_LOCK, type PinLock } from '../../image/pin/pin-lock.js';
import { AcgsError } from '../../model/errors.js';
import { exists, readTextIfPresent, writeFileAtomic } from '../../system/files.js';

/** A lock of images and where it lies. */
export interface LockFile {
  /** Absolute. */
  readonly path: string;
  /** As shown to the user. */
  readonly name: string;
  readonly images: PinLock;
}

/**
 * The lock that was named, or else the nearest one: in the folder of the Dockerfile or above it, up to the root of the git work tree.
 *
 * @param folder of the Dockerfile, absolute
 * @throws AcgsError `config/invalid`, `file/failed`
 */
export async function openLock(
  cwd: string,
  folder: string,
  named: string | undefined,
): Promise<LockFile | undefined> {
  if (named !== undefined) return await read(resolve(cwd, named), named);
  const path = await nearest(folder);
  if (path === undefined) return undefined;
  const short = relative(cwd, path);
  return await read(path, short.startsWith('..') ? path : short);
}

/** @throws AcgsError `usage/invalid` where an offline run has no lock to go by */
export function assertLock(lock: LockFile | undefined): void {
  if (lock !== undefined && lock.images.size > 0) return;
  throw new AcgsError('usage/invalid', `--offline needs ${lock?.name ?? PIN_LOCK}, with digests in it`, {
    next: [`write it where there is a network: acgs dockerfile pin FILE --write --lock ${PIN_LOCK}`],
  });
}

/** Writes what is new into a lock; a lock that would stay the same is not touched. */
export async function saveLock({ path, images }: LockFile, news: PinLock): Promise<void> {
  if (news.size === 0) return;
  await writeFileAtomic(path, formatPinLock(new Map([...images, ...news])));
}

async function read(path: string, name: string): Promise<LockFile> {
  const text = await readTextIfPresent(path);
  return { path, name, images: text === undefined ? new Map() : parsePinLock(text, name) };
}

async function nearest(folder: string): Promise<string | undefined> {
  const path = join(folder, PIN_LOCK);
  if (await exists(path)) return path;
  if ((await exists(join(folder, '.git'))) || dirname(folder) === folder) return undefined;
  return await nearest(dirname(folder));
}
