import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { AcgsError } from '../model/errors.js';
import { errnoOf, fileFailure } from './file-failure.js';
import { type FileKind, fileKind } from './file-kind.js';

/** A file that was read, or what else is there. */
export type SmallFile =
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly mode: number }
  | { readonly kind: Exclude<FileKind, 'file'> };

/** A link is not followed, and nothing is waited for that has no end. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Reads a small file, of which there are many: at once, because handing each step to another thread costs several times the
 * step. What was looked at is what was read: nobody can put a link there in between.
 * @param limit bytes
 * @returns undefined where there is nothing
 * @throws AcgsError `file/failed`, `evidence/too-large`
 */
export function readSmallFile(path: string, limit: number): SmallFile | undefined {
  try {
    return readOpened(openSync(path, FLAGS), path, limit);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return undefined;
    if (errno === 'ELOOP') return { kind: 'symlink' };
    // a socket, for one, cannot be opened
    if (errno === 'ENXIO') return { kind: 'other' };
    throw fileFailure('read', path, error);
  }
}

function readOpened(file: number, path: string, limit: number): SmallFile {
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return { kind: stat.isDirectory() ? 'directory' : 'other' };
    if (stat.size > limit)
      throw new AcgsError('evidence/too-large', `${path} is larger than the ${limit} bytes allowed`);
    return { kind: 'file', bytes: readFileSync(file), mode: stat.mode };
  } finally {
    closeSync(file);
  }
}

/** What is at a path, links not followed; for looking at many. @throws AcgsError `file/failed` */
export function kindOf(path: string): FileKind | undefined {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    return stat === undefined ? undefined : fileKind(stat);
  } catch (error) {
    throw fileFailure('look at', path, error);
  }
}
