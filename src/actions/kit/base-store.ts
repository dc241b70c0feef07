import { digestOf } from '../../model/digest.js';
import { AcgsError } from '../../model/errors.js';
import { STATE_IGNORE } from '../../model/state-ignore.js';
import { readProjectFile, readProjectFiles } from './project-files.js';

/** Texts as kits rendered them, by the 64 hex digits of their digest; committed, so that an update needs no old version. */
export const BASE_FOLDER = '.acgs/base';

const IGNORE_FILE = '.acgs/.gitignore';

/** Where a text lies, relative to the project. */
export function basePath(digest: string): string {
  return `${BASE_FOLDER}/${digest.slice('sha256:'.length)}`;
}

/** The text of a digest. @throws AcgsError `kit/lock` where it is not there, or another */
export function readBase(root: string, digest: string): string {
  const path = basePath(digest);
  const file = readProjectFile(root, path);
  if (file !== undefined && digestOf(file.text) === digest) return file.text;
  const what = file === undefined ? 'is not there' : 'is not the text that it is named after';
  throw new AcgsError('kit/lock', `${path}, which acgs.lock.json names, ${what}`, { file: path });
}

/** A text to keep, where it is not kept yet. */
export interface KeptText {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** Texts, each by its digest, with what lies in their places. @throws AcgsError `kit/outside` */
export function textsToKeep(root: string, texts: ReadonlyMap<string, string>): readonly KeptText[] {
  const kept = [...texts].map(([digest, after]) => ({ path: basePath(digest), after }));
  if (kept.length > 0) kept.unshift({ path: IGNORE_FILE, after: STATE_IGNORE });
  const there = readProjectFiles(
    root,
    kept.map(({ path }) => path),
  );
  return kept.map(({ path, after }) => {
    const before = there.get(path)?.text;
    // an ignore file that is there is the user's
    return { path, before, after: path === IGNORE_FILE ? (before ?? after) : after };
  });
}
