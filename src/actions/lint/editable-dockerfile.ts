import { resolve } from 'node:path';
import { AcgsError } from '../../model/errors.js';
import { factsOf, realPath, writeFileAtomic } from '../../system/files.js';
import { readDockerfile } from './read-dockerfile.js';

/** A Dockerfile that is to be changed. */
export interface EditableDockerfile {
  /** Absolute; undefined for standard input. */
  readonly path: string | undefined;
  readonly text: string;
}

/**
 * Reads a Dockerfile that can be written back without loss.
 *
 * @param request.file a path, or `-` for standard input
 * @throws AcgsError `source/not-found`, `usage/invalid`, `file/failed`
 */
export async function readEditable(request: {
  readonly cwd: string;
  readonly file: string;
  readonly write: boolean;
}): Promise<EditableDockerfile> {
  const { cwd, file, write } = request;
  const path = file === '-' ? undefined : resolve(cwd, file);
  if (path === undefined && write)
    throw new AcgsError('usage/invalid', '--write needs a file, got standard input', {
      next: ['leave --write out: the result goes to standard output'],
    });
  const facts = path === undefined ? undefined : await factsOf(path);
  if (path !== undefined && facts === undefined)
    throw new AcgsError('source/not-found', `there is no ${file}`, { next: ['check the path'] });
  if (facts?.kind === 'directory')
    throw new AcgsError('usage/invalid', `expected a Dockerfile, got the folder ${file}`, {
      next: [`name the file: ${file.replace(/\/*$/, '')}/Dockerfile`],
    });
  const text = await readDockerfile({ name: file, path });
  if (text.includes('\uFFFD'))
    throw new AcgsError('file/failed', `${file} is not UTF-8, so it cannot be changed without loss`, {
      next: ['convert it to UTF-8 first'],
    });
  return { path, text };
}

/** Writes a file whole or not at all; it keeps its permissions, and a link stays a link. */
export async function replaceText(path: string, text: string): Promise<void> {
  const target = await realPath(path);
  const mode = (await factsOf(target))?.mode ?? 0o644;
  await writeFileAtomic(target, text, { mode: mode & 0o7777 });
}

/** The name in the head of a diff: relative, so that `patch -p1` takes it. */
export function diffPath(file: string): string {
  return file === '-' ? 'Dockerfile' : file.replace(/^(?:\.?\/+)+/, '');
}
