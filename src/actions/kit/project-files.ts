import { isUtf8 } from 'node:buffer';
import { dirname } from 'node:path';
import { AcgsError } from '../../model/errors.js';
import { type FileFacts } from '../../system/files.js';
import { kindOf, readSmallFile } from '../../system/small-files.js';

export interface ProjectFile {
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
}

/** More is no file of a kit. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reads a file of the project by its path below it, or tells that there is none. A link on the way, or a file where a folder
 * should be, is refused: what is written there would lie elsewhere.
 * @param path as kits write it: `/` between folders, no `.` or `..`
 * @throws AcgsError `kit/outside`
 */
export function readProjectFile(root: string, path: string): ProjectFile | undefined {
  return readFile(root, path, new Map());
}

/** Reads several files. @returns those that are there, by path */
export function readProjectFiles(root: string, paths: Iterable<string>): ReadonlyMap<string, ProjectFile> {
  const folders: Folders = new Map();
  const files = new Map<string, ProjectFile>();
  for (const path of paths) {
    const file = readFile(root, path, folders);
    if (file !== undefined) files.set(path, file);
  }
  return files;
}

/** Folders that were looked at; false: there is none. */
type Folders = Map<string, boolean>;

function readFile(root: string, path: string, folders: Folders): ProjectFile | undefined {
  if (!folderExists(root, dirname(path), folders)) return undefined;
  const file = readSmallFile(`${root}/${path}`, MOST_BYTES);
  if (file === undefined) return undefined;
  if (file.kind !== 'file') throw outside(path, file.kind);
  if (!isUtf8(file.bytes))
    throw new AcgsError('kit/outside', `${path} is in the way: it is no UTF-8 text`, { file: path });
  return { text: file.bytes.toString('utf8'), mode: file.mode & 0o777 };
}

function folderExists(root: string, folder: string, folders: Folders): boolean {
  if (folder === '.') return true;
  const known = folders.get(folder) ?? lookAt(root, folder, folders);
  folders.set(folder, known);
  return known;
}

function lookAt(root: string, folder: string, folders: Folders): boolean {
  if (!folderExists(root, dirname(folder), folders)) return false;
  const kind = kindOf(`${root}/${folder}`);
  if (kind !== undefined && kind !== 'directory') throw outside(folder, kind);
  return kind !== undefined;
}

function outside(path: string, kind: FileFacts['kind']): AcgsError {
  const what = { symlink: 'a symbolic link', directory: 'a folder', file: 'a file', other: 'no plain file' }[
    kind
  ];
  return new AcgsError('kit/outside', `${path} is ${what}: nothing is read or written there`, { file: path });
}
