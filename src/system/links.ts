import { readlink, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AcgsError, messageOf } from '../model/errors.js';
import { passDoor } from './door.js';
import { fileFailure } from './file-failure.js';
import { makeParents } from './files.js';

/** What a symbolic link says, unresolved. @throws AcgsError `file/failed` */
export async function linkTarget(path: string): Promise<string> {
  try {
    return await readlink(path);
  } catch (error) {
    throw new AcgsError('file/failed', `cannot read the link ${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** Makes `to` a symbolic link to `from`, which is absolute, with the folders above it. @throws AcgsError `file/failed` */
export async function linkTo(from: string, to: string): Promise<void> {
  passDoor({ kind: 'file', detail: `link ${to}`, mutates: true });
  try {
    await makeParents(dirname(to));
    await symlink(from, to);
  } catch (error) {
    throw fileFailure('link', to, error);
  }
}
