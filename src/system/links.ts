import { readlink } from 'node:fs/promises';
import { AcgsError, messageOf } from '../model/errors.js';

/** What a symbolic link says, unresolved. @throws AcgsError `file/failed` */
export async function linkTarget(path: string): Promise<string> {
  try {
    return await readlink(path);
  } catch (error) {
    throw new AcgsError('file/failed', `cannot read the link ${path}: ${messageOf(error)}`, { cause: error });
  }
}
