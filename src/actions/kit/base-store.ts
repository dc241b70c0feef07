import { digestOf } from '../../model/digest.js';
import { AcgsError } from '../../model/errors.js';
import { readProjectFile } from './project-files.js';

/** Texts as kits rendered them, by the 64 hex digits of their digest; committed, so that an update needs no old version. */
export const BASE_FOLDER = '.acgs/base';

/** Where a text lies, relative to the project. */
export function basePath(digest: string): string {
  return `${BASE_FOLDER}/${digest.slice('sha256:'.length)}`;
}

/** The text of a digest. @throws AcgsError `kit/lock` where it is not there, or another */
export async function readBase(root: string, digest: string): Promise<string> {
  const path = basePath(digest);
  const file = await readProjectFile(root, path);
  if (file !== undefined && digestOf(file.text) === digest) return file.text;
  const what = file === undefined ? 'is not there' : 'is not the text that it is named after';
  throw new AcgsError('kit/lock', `${path}, which acgs.lock.json names, ${what}`, { file: path });
}
