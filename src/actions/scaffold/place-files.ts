import { join, relative } from 'node:path';
import { type ScaffoldFile } from '../../dockerfile/scaffold/scaffold.js';
import { unifiedDiff } from '../../dockerfile/unified-diff.js';
import { AcgsError } from '../../model/errors.js';
import { type ScaffoldedFile } from '../../model/scaffolding.js';
import { exists, factsOf, readBytes, readTextIfPresent, writeFileAtomic } from '../../system/files.js';

export interface Placing {
  /** Absolute folder of the service. */
  readonly directory: string;
  /** Absolute; paths are told relative to it. */
  readonly cwd: string;
  readonly write: boolean;
  /** Replace what is there, and keep a copy beside it. */
  readonly force: boolean;
}

export interface Placed {
  readonly files: readonly ScaffoldedFile[];
  readonly diff: string;
}

/**
 * Compares the files with what is there, and writes them. A Dockerfile that differs is never replaced without `force`; nor
 * is any other file, but what is there of those serves as well, so they are kept and the Dockerfile is written.
 * @throws AcgsError `config/exists`; nothing is written then
 */
export async function placeFiles(files: readonly ScaffoldFile[], placing: Placing): Promise<Placed> {
  const { directory, cwd, write, force } = placing;
  const compared = await Promise.all(files.map((file) => compare(file, directory)));
  const inTheWay = compared.find(({ state }) => state === 'differs');
  if (write && !force && inTheWay !== undefined)
    throw new AcgsError('config/exists', `${relative(cwd, inTheWay.target)} exists and is not overwritten`, {
      next: ['see the difference with --diff', 'replace it with --force, which keeps a backup'],
    });
  const placed: ScaffoldedFile[] = [];
  for (const { target, state, text } of compared) {
    const path = relative(cwd, target);
    const isWritten = write && (state === 'new' || (force && state !== 'same'));
    const backup = isWritten && state !== 'new' ? await keepCopy(target) : undefined;
    if (isWritten) await writeFileAtomic(target, text, { exclusive: state === 'new' });
    placed.push({
      path,
      state,
      written: isWritten,
      ...(backup === undefined ? {} : { backup: relative(cwd, backup) }),
    });
  }
  const diff = compared
    .map(({ target, before, text }) => unifiedDiff(before ?? '', text, { path: relative(cwd, target) }))
    .join('');
  return { files: placed, diff };
}

interface Compared {
  readonly target: string;
  readonly text: string;
  readonly before: string | undefined;
  readonly state: ScaffoldedFile['state'];
}

async function compare({ path, text }: ScaffoldFile, directory: string): Promise<Compared> {
  const target = join(directory, path);
  const kind = (await factsOf(target))?.kind;
  if (kind !== undefined && kind !== 'file')
    throw new AcgsError('config/exists', `${path} is there and is no file of its own`, {
      next: ['remove it, or scaffold in another folder'],
    });
  const before = await readTextIfPresent(target);
  const state =
    before === undefined ? 'new' : before === text ? 'same' : path === 'Dockerfile' ? 'differs' : 'kept';
  return { target, text, before, state };
}

/** A copy of the bytes under a name that nobody has: `Dockerfile.bak`, `Dockerfile.2.bak`… */
async function keepCopy(target: string): Promise<string> {
  let backup = `${target}.bak`;
  for (let number = 2; await exists(backup); number += 1) backup = `${target}.${number}.bak`;

  await writeFileAtomic(backup, await readBytes(target), { exclusive: true });
  return backup;
}
