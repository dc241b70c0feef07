import {
  closeSync,
  fchmodSync,
  fsync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { passDoor } from './door.js';
import { fileFailure } from './file-failure.js';
import { makeParents } from './files.js';

/** A file to write. */
export interface NewFile {
  /** Absolute. */
  readonly path: string;
  readonly content: string;
  /** Permission bits. */
  readonly mode: number;
}

/** Files that are open at once: some systems allow a process no more than 256. */
const MOST_OPEN = 64;

const syncToDisk = promisify(fsync);

/**
 * Writes many small files as `writeFileAtomic` writes one, each whole or not at all: a temporary file in the same folder, fsync, rename. All
 * are on disk before the first gets its name, and what they wait for the disk they wait together.
 * @param named is told of each file that has got its name, so that it can be undone where a later one fails
 * @throws AcgsError `file/failed`
 */
export async function writeFilesAtomic<File extends NewFile>(
  files: readonly File[],
  named: (file: File) => void,
): Promise<void> {
  if (files.length === 0) return;
  const { randomBytes } = await import('node:crypto');
  const batch = randomBytes(6).toString('hex');
  const drafts = files.map((file, number) => ({
    file,
    temporary: `${dirname(file.path)}/.acgs-${batch}-${number}.tmp`,
  }));
  try {
    await makeFolders(files);
    for (let from = 0; from < drafts.length; from += MOST_OPEN)
      await writeDrafts(drafts.slice(from, from + MOST_OPEN));
    for (const { file, temporary } of drafts) {
      of(file, () => {
        renameSync(temporary, file.path);
      });
      named(file);
    }
  } catch (error) {
    for (const { temporary } of drafts) discard(temporary);
    throw error;
  }
}

interface Draft {
  readonly file: NewFile;
  readonly temporary: string;
}

async function makeFolders(files: readonly NewFile[]): Promise<void> {
  for (const folder of new Set(files.map(({ path }) => dirname(path))))
    try {
      mkdirSync(folder, { recursive: true });
    } catch {
      // Once more, by what finds out and says what hinders.
      await makeParents(folder).catch((error: unknown) => {
        throw fileFailure('write', folder, error);
      });
    }
}

async function writeDrafts(drafts: readonly Draft[]): Promise<void> {
  const open: number[] = [];
  try {
    for (const { file, temporary } of drafts) {
      passDoor({ kind: 'file', detail: `write ${file.path}`, mutates: true });
      of(file, () => {
        const descriptor = openSync(temporary, 'wx', file.mode);
        open.push(descriptor);
        writeFileSync(descriptor, file.content);
        fchmodSync(descriptor, file.mode);
      });
    }
    await Promise.all(
      drafts.map(({ file }, number) =>
        syncToDisk(open[number] ?? -1).catch((error: unknown) => {
          throw fileFailure('write', file.path, error);
        }),
      ),
    );
  } finally {
    for (const descriptor of open) closeSync(descriptor);
  }
}

function of<T>({ path }: NewFile, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw fileFailure('write', path, error);
  }
}

/** That a half-written file cannot be removed must not hide why it is one. */
function discard(temporary: string): void {
  try {
    rmSync(temporary, { force: true });
  } catch {
    return;
  }
}
