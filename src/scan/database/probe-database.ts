import { AcgsError } from '../../model/errors.js';
import { now } from '../../system/clock.js';
import { exists, readTextIfPresent } from '../../system/files.js';
import { mayUpdateDatabase, serverOf, sharedCacheDir } from '../trivy-environment.js';
import { type TrivyOptions } from '../trivy-options.js';
import { askServer } from './ask-server.js';
import { databaseFiles } from './download.js';
import { assertRecent, factsFrom, readMetadata } from './read-metadata.js';

/** What is known of the database before a scan. */
export interface DatabaseProbe {
  readonly version?: string;
  readonly detail: string;
}

/**
 * Looks whether scans will have a database, without downloading one: for the preflight and `acgs doctor`. One that is
 * missing or old is fine as long as it may be downloaded.
 * @throws AcgsError `trivy/no-database`, `trivy/old-database` where nothing may be downloaded; `network/failed` (server)
 */
export async function probeDatabase(options: TrivyOptions): Promise<DatabaseProbe> {
  const server = serverOf(options);
  if (server !== undefined) {
    const { facts } = await askServer(server, options);
    return { version: facts.version, detail: `held by the server ${server}` };
  }
  const cacheDir = sharedCacheDir(options);
  const [data, file] = databaseFiles(cacheDir, 'db');
  const metadata = (await exists(data)) ? readMetadata(await readTextIfPresent(file)) : undefined;
  if (metadata === undefined) {
    if (mayUpdateDatabase()) return { detail: 'not there yet: the first scan downloads it' };
    throw new AcgsError(
      'trivy/no-database',
      `there is no vulnerability database in ${cacheDir}, and none may be downloaded`,
      {
        next: [
          'unset TRIVY_SKIP_DB_UPDATE or drop --offline',
          'or point TRIVY_CACHE_DIR to a folder that holds it',
        ],
      },
    );
  }
  const { version } = factsFrom(metadata, '');
  try {
    assertRecent(metadata, now(), options.maxDbAgeMs);
  } catch (error) {
    if (!mayUpdateDatabase()) throw error;
    return { version, detail: 'too old: the next scan downloads a newer one' };
  }
  return { version, detail: 'recent enough' };
}
