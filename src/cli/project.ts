import { type Configuration } from '../config/configuration.js';
import { loadConfiguration, parseConfiguration } from '../config/load.js';
import { repositoryRootOf } from '../config/paths.js';
import { AcgsError } from '../model/errors.js';
import { realPath } from '../system/files.js';

/**
 * The configuration for a command that works without one too: acgs.yaml of the working folder or the file named, else the
 * defaults. What is wrong in a file that is there is an error all the same.
 * @throws AcgsError `config/*`; `config/not-found` only for a file that was named
 */
export async function projectConfiguration(
  file: string | undefined,
  acgsVersion: string,
): Promise<Configuration> {
  const cwd = process.cwd();
  try {
    return await loadConfiguration({ cwd, acgsVersion, ...(file === undefined ? {} : { file }) });
  } catch (error) {
    if (file !== undefined || !(error instanceof AcgsError) || error.code !== 'config/not-found') throw error;
    const root = await realPath(cwd);
    const place = { root, repositoryRoot: await repositoryRootOf(root), file: undefined };
    return parseConfiguration('version: 1\n', { ...place, name: 'acgs.yaml', acgsVersion });
  }
}
