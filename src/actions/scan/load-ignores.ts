import { resolve } from 'node:path';
import { AcgsError } from '../../model/errors.js';
import { type IgnoreFile, NO_IGNORES } from '../../scan/ignores/ignore-entry.js';
import { parseIgnores } from '../../scan/ignores/parse-ignores.js';
import { variable } from '../../system/environment.js';
import { readTextIfPresent } from '../../system/files.js';

/** Looked for in this order in the project's folder; the second is Trivy's default. */
const DEFAULTS = ['.trivyignore.yaml', '.trivyignore.yml', '.trivyignore'];

/**
 * Reads the ignore file: the named one (flag, configuration, TRIVY_IGNOREFILE), else a default if present.
 * @param mayBeMissing the named one need not be there: it is about to be written
 * @throws AcgsError `source/not-found` when the named one is missing; `config/syntax`, `config/invalid`
 */
export async function loadIgnores(
  root: string,
  named: string | undefined,
  mayBeMissing = false,
): Promise<IgnoreFile> {
  const wanted = named ?? variable('TRIVY_IGNOREFILE');
  for (const name of wanted === undefined ? DEFAULTS : [wanted]) {
    const content = await readTextIfPresent(resolve(root, name));
    if (content !== undefined) return await parseIgnores(content, name);
  }
  if (wanted !== undefined && mayBeMissing) return { ...NO_IGNORES, name: wanted };
  if (wanted !== undefined)
    throw new AcgsError('source/not-found', `the ignore file ${wanted} does not exist`, {
      next: ['check `scan.ignorefile` and --ignorefile'],
    });
  return NO_IGNORES;
}
