import { AcgsError } from '../../model/errors.js';
import { now } from '../../system/clock.js';
import { variable } from '../../system/environment.js';
import { exists, readTextIfPresent } from '../../system/files.js';
import { type Trivy } from '../find-trivy.js';
import { mayUpdateDatabase } from '../trivy-environment.js';
import { type TrivyOptions } from '../trivy-options.js';
import { type DatabaseFacts } from './database-facts.js';
import { databaseFiles, downloadDatabase } from './download.js';
import { withLock } from './lock.js';
import { assertRecent, type DatabaseMetadata, factsFrom, readMetadata } from './read-metadata.js';

/** Where Trivy takes it from unless told otherwise (trivy, pkg/db/db.go). */
const DEFAULT_SOURCE = 'ghcr.io/aquasecurity/trivy-db:2';
const LOCK_WAIT_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;

/** The database that scans will read, and what to say of it. */
export interface EnsuredDatabase {
  readonly facts: DatabaseFacts;
  readonly warnings: readonly string[];
}

/**
 * Makes sure that a recent vulnerability database lies in the shared cache, once a run, under a lock.
 * When an update fails but the present database is recent enough, it is used, with a warning.
 * @throws AcgsError `trivy/no-database`, `trivy/old-database`
 */
export async function ensureDatabase(
  trivy: Trivy,
  cacheDir: string,
  options: TrivyOptions,
): Promise<EnsuredDatabase> {
  const warnings: string[] = [];
  if (needsUpdate(await present(cacheDir)) && mayUpdateDatabase())
    await withLock(cacheDir, { waitMs: LOCK_WAIT_MS, signal: options.signal }, async () => {
      const before = await present(cacheDir);
      if (!needsUpdate(before)) return;
      try {
        await downloadDatabase(trivy, cacheDir, 'db', options);
      } catch (error) {
        if (before === undefined || !(error instanceof AcgsError) || error.code !== 'trivy/no-database')
          throw error;
        warnings.push(`${error.message}: going on with the one of ${before.updatedAt.toISOString()}`);
      }
    });
  const metadata = await present(cacheDir);
  if (metadata === undefined)
    throw new AcgsError('trivy/no-database', `there is no vulnerability database in ${cacheDir}`, {
      next: [
        'let Trivy download it: unset TRIVY_SKIP_DB_UPDATE, drop --offline, or name a mirror with --db-repository',
        'or point TRIVY_CACHE_DIR to a folder that holds db/trivy.db and db/metadata.json',
      ],
    });
  assertRecent(metadata, now(), options.maxDbAgeMs);
  return { facts: factsFrom(metadata, sourceOf(options)), warnings };
}

/** The metadata of the database in a cache folder; nothing unless both files are there. */
async function present(cacheDir: string): Promise<DatabaseMetadata | undefined> {
  const [data, metadata] = databaseFiles(cacheDir, 'db');
  if (!(await exists(data))) return undefined;
  return readMetadata(await readTextIfPresent(metadata));
}

/** Trivy's own rule (pkg/db/db.go NeedsUpdate), asked here to spare a process. */
function needsUpdate(metadata: DatabaseMetadata | undefined): boolean {
  if (metadata === undefined) return true;
  const today = now().getTime();
  const isCurrent = metadata.nextUpdate !== undefined && today < metadata.nextUpdate.getTime();
  const isJustLoaded =
    metadata.downloadedAt !== undefined && today < metadata.downloadedAt.getTime() + HOUR_MS;
  return !isCurrent && !isJustLoaded;
}

function sourceOf(options: TrivyOptions): string {
  return options.dbRepositories?.[0] ?? variable('TRIVY_DB_REPOSITORY')?.split(',')[0] ?? DEFAULT_SOURCE;
}
