import { isUtf8 } from 'node:buffer';
import { dirname, join } from 'node:path';
import { AcgsError } from '../../model/errors.js';
import { type FileFacts, factsOf, readBytes } from '../../system/files.js';

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
 * @throws AcgsError `kit/outside`
 */
export async function readProjectFile(root: string, path: string): Promise<ProjectFile | undefined> {
  return await readFile(root, path, new Map());
}

/** Reads several files. @returns those that are there, by path */
export async function readProjectFiles(
  root: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, ProjectFile>> {
  const folders: Folders = new Map();
  const files = new Map<string, ProjectFile>();
  await Promise.all(
    paths.map(async (path) => {
      const file = await readFile(root, path, folders);
      if (file !== undefined) files.set(path, file);
    }),
  );
  return files;
}

/** Folders that were looked at; false: there is none. */
type Folders = Map<string, Promise<boolean>>;

async function readFile(root: string, path: string, folders: Folders): Promise<ProjectFile | undefined> {
  if (!(await folderExists(root, dirname(path), folders))) return undefined;
  const facts = await factsOf(join(root, path));
  if (facts === undefined) return undefined;
  if (facts.kind !== 'file') throw outside(path, facts);
  const bytes = await readBytes(join(root, path), MOST_BYTES);
  if (!isUtf8(bytes))
    throw new AcgsError('kit/outside', `${path} is in the way: it is no UTF-8 text`, { file: path });
  return { text: bytes.toString('utf8'), mode: facts.mode & 0o777 };
}

async function folderExists(root: string, folder: string, folders: Folders): Promise<boolean> {
  if (folder === '.') return true;
  const known = folders.get(folder) ?? lookAt(root, folder, folders);
  folders.set(folder, known);
  return await known;
}

async function lookAt(root: string, folder: string, folders: Folders): Promise<boolean> {
  if (!(await folderExists(root, dirname(folder), folders))) return false;
  const facts = await factsOf(join(root, folder));
  if (facts !== undefined && facts.kind !== 'directory') throw outside(folder, facts);
  return facts !== undefined;
}

function outside(path: string, { kind }: FileFacts): AcgsError {
  const what = { symlink: 'a symbolic link', directory: 'a folder', file: 'a file', other: 'no plain file' }[
    kind
  ];
  return new AcgsError('kit/outside', `${path} is ${what}: nothing is read or written there`, { file: path });
}
