import {
  constants,
  createReadStream,
  createWriteStream,
  type Dirent,
  lstatSync,
  promises as fs,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { AcgsError } from '../model/errors.js';
import { passDoor } from './door.js';
import { errnoOf, fileFailure } from './file-failure.js';
import { type FileKind, fileKind } from './file-kind.js';

/** Reads a file. @throws AcgsError `file/failed`; with `limit` (bytes) `evidence/too-large` for a longer one. */
export async function readBytes(path: string, limit?: number): Promise<Buffer> {
  try {
    if (limit !== undefined && (await fs.stat(path)).size > limit)
      throw new AcgsError('evidence/too-large', `${path} is larger than the ${limit} bytes allowed`);
    return await fs.readFile(path);
  } catch (error) {
    throw fileFailure('read', path, error);
  }
}

/** Reads a UTF-8 file. @throws AcgsError `file/failed` */
export async function readText(path: string, limit?: number): Promise<string> {
  return (await readBytes(path, limit)).toString('utf8');
}

// What only looks, or reads a file of configuration, does so at once: to hand it to another thread costs several times as much.

/** Reads a small UTF-8 file, or nothing where there is none. */
export async function readTextIfPresent(path: string): Promise<string | undefined> {
  try {
    return await Promise.resolve(readFileSync(path, 'utf8'));
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return undefined;
    throw fileFailure('read', path, error);
  }
}

export interface FileFacts {
  readonly kind: FileKind;
  readonly size: number;
  readonly mode: number;
  readonly modifiedMs: number;
  /** When content, name or number of links last changed; the kernel's, so that nobody can set it. */
  readonly changedMs: number;
}

/** What is at a path (links are not followed), or nothing. */
export async function factsOf(path: string): Promise<FileFacts | undefined> {
  try {
    const stat = await Promise.resolve(lstatSync(path));
    return {
      kind: fileKind(stat),
      size: stat.size,
      mode: stat.mode,
      modifiedMs: stat.mtimeMs,
      changedMs: stat.ctimeMs,
    };
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return undefined;
    throw fileFailure('look at', path, error);
  }
}

/** Whether something is at a path. */
export async function exists(path: string): Promise<boolean> {
  return (await factsOf(path)) !== undefined;
}

/** Entries of a folder, sorted by name. @throws AcgsError `file/failed` */
export async function entriesOf(path: string): Promise<Dirent[]> {
  try {
    const entries = await Promise.resolve(readdirSync(path, { withFileTypes: true }));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw fileFailure('list', path, error);
  }
}

/** The path with all links resolved. */
export async function realPath(path: string): Promise<string> {
  try {
    return await Promise.resolve(realpathSync.native(path));
  } catch (error) {
    throw fileFailure('resolve', path, error);
  }
}

/** Makes a folder and its parents. */
export async function makeDirectory(path: string): Promise<void> {
  passDoor({ kind: 'file', detail: `make directory ${path}`, mutates: true });
  try {
    await makeParents(path);
  } catch (error) {
    throw fileFailure('make', path, error);
  }
}

/** mkdir -p. Node says ENOENT where a parent cannot be made: what really hinders is asked of the nearest one that is there. */
export async function makeParents(path: string): Promise<void> {
  try {
    await fs.mkdir(path, { recursive: true });
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    let there = dirname(path);
    while (!(await exists(there)) && dirname(there) !== there) there = dirname(there);
    await fs.access(there, constants.W_OK);
    throw error;
  }
}

/** Removes a file or folder, if it is there. */
export async function remove(path: string): Promise<void> {
  passDoor({ kind: 'file', detail: `remove ${path}`, mutates: true });
  try {
    await fs.rm(path, { recursive: true, force: true });
  } catch (error) {
    throw fileFailure('remove', path, error);
  }
}

/** A new empty folder under the system's place for temporary files, or under `parent`; the caller removes it. */
export async function makeTemporaryDirectory(prefix: string, parent?: string): Promise<string> {
  const { tmpdir } = await import('node:os');
  passDoor({ kind: 'file', detail: `make temporary directory ${prefix}`, mutates: true });
  try {
    if (parent !== undefined) await makeParents(parent);
    return await fs.mkdtemp(join(parent ?? tmpdir(), prefix));
  } catch (error) {
    throw fileFailure('make a temporary folder in', parent ?? tmpdir(), error);
  }
}

/** A name that nobody has, in the same folder. Loading crypto costs more than a run that writes nothing should pay. */
async function temporaryBeside(path: string): Promise<string> {
  const { randomBytes } = await import('node:crypto');
  return join(dirname(path), `.acgs-${randomBytes(6).toString('hex')}.tmp`);
}

export interface WriteOptions {
  /** Permission bits, default 0o644. */
  readonly mode?: number;
  /** Refuse to replace what is there (`config/exists`). */
  readonly exclusive?: boolean;
}

/**
 * Writes a file whole or not at all: temporary file in the same folder, fsync, rename (DESIGN, rules of trust 10).
 * Parents are made. @throws AcgsError `file/failed`, or `config/exists` with `exclusive`.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: WriteOptions = {},
): Promise<void> {
  passDoor({ kind: 'file', detail: `write ${path}`, mutates: true });
  const temporary = await temporaryBeside(path);
  try {
    await makeParents(dirname(path));
    const handle = await fs.open(temporary, 'wx', options.mode ?? 0o644);
    try {
      // For a stream too: a pipeline into a write stream that leaves its file open never ends.
      await handle.writeFile(content);
      if (options.mode !== undefined) await handle.chmod(options.mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (options.exclusive === true) {
      await fs.link(temporary, path);
      await fs.rm(temporary, { force: true });
    } else await fs.rename(temporary, path);
  } catch (error) {
    if (content instanceof Readable) content.destroy();
    await discard(temporary);
    if (options.exclusive === true && errnoOf(error) === 'EEXIST')
      throw new AcgsError('config/exists', `${path} exists already and is not overwritten`, { cause: error });
    throw fileFailure('write', path, error);
  }
}

/** Removes a half-written file; that it cannot be (its folder is none) must not hide why it was not written. */
async function discard(temporary: string): Promise<void> {
  await fs.rm(temporary, { force: true }).catch(() => undefined);
}

/** Renames within one file system. */
export async function rename(from: string, to: string): Promise<void> {
  passDoor({ kind: 'file', detail: `rename ${from} to ${to}`, mutates: true });
  try {
    await fs.rename(from, to);
  } catch (error) {
    throw fileFailure('rename', from, error);
  }
}

/** Appends to a file and forces it to disk: for the journal. */
export async function appendDurably(path: string, text: string): Promise<void> {
  passDoor({ kind: 'file', detail: `append ${path}`, mutates: true });
  try {
    const handle = await fs.open(path, 'a', 0o644);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileFailure('append to', path, error);
  }
}

/**
 * Gives `to` the content of `from` without copying where the file system can link, else by a copy that is seen whole or
 * not at all. What is at `to` already stays: it is for files that are named by their digest.
 */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  passDoor({ kind: 'file', detail: `link ${to}`, mutates: true });
  try {
    await makeParents(dirname(to));
    await fs.link(from, to);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') await copyFile(from, to);
  }
}

/** Copies a file, with the folders above its new place; the copy is seen whole or not at all, and replaces what was there. */
export async function copyFile(from: string, to: string): Promise<void> {
  passDoor({ kind: 'file', detail: `copy ${from} to ${to}`, mutates: true });
  const temporary = await temporaryBeside(to);
  try {
    await makeParents(dirname(to));
    await fs.copyFile(from, temporary);
    await fs.rename(temporary, to);
  } catch (error) {
    await discard(temporary);
    throw fileFailure('copy', from, error);
  }
}

/** A stream over a file's bytes, from `start` on. */
export function openForReading(
  path: string,
  range: { readonly start?: number; readonly end?: number } = {},
): Readable {
  return createReadStream(path, range);
}

/** A stream that writes a log file; its lines are not forced to disk one by one. */
export function openForAppending(path: string): NodeJS.WritableStream {
  passDoor({ kind: 'file', detail: `open ${path}`, mutates: true });
  return createWriteStream(path, { flags: 'a' });
}
