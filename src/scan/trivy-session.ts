import { join } from 'node:path';
import {
  entriesOf,
  factsOf,
  exists,
  linkOrCopy,
  makeDirectory,
  makeTemporaryDirectory,
  remove,
} from '../system/files.js';
import { isRefusedBySystem } from '../system/file-failure.js';
import { AcgsError } from '../model/errors.js';
import { now } from '../system/clock.js';
import { askServer } from './database/ask-server.js';
import { databaseFiles, downloadDatabase, type DatabaseKind } from './database/download.js';
import { ensureDatabase, type EnsuredDatabase } from './database/ensure-database.js';
import { withLock } from './database/lock.js';
import { findTrivy, type Trivy } from './find-trivy.js';
import { LayerCaches } from './layer-caches.js';
import { mayUpdateJavaDatabase, serverOf, sharedCacheDir } from './trivy-environment.js';
import { type TrivyOptions } from './trivy-options.js';

const PREFIX = 'acgs-run-';
/** Trivy for the length of one run: found once, its database ensured once, and cache folders of the run's own. */
export class TrivySession {
  readonly options: TrivyOptions;
  /** What Trivy learns about layers. */
  readonly caches: LayerCaches;
  private found: Promise<Trivy> | undefined;
  private ensured: Promise<EnsuredDatabase> | undefined;
  private folder: Promise<string> | undefined;

  constructor(options: TrivyOptions) {
    this.options = options;
    this.caches = new LayerCaches(async () => await this.scratch(), options.cores);
  }

  /** @throws AcgsError `trivy/missing`, `trivy/refused` */
  async trivy(): Promise<Trivy> {
    return await (this.found ??= findTrivy());
  }

  /** @throws AcgsError `trivy/no-database`, `trivy/old-database` */
  async database(): Promise<EnsuredDatabase> {
    return await (this.ensured ??= this.ensure());
  }

  private async ensure(): Promise<EnsuredDatabase> {
    const server = serverOf(this.options);
    if (server !== undefined) return await askServer(server, this.options);
    return await ensureDatabase(await this.trivy(), sharedCacheDir(this.options), this.options);
  }

  /** A folder of this run, beside the database, so that linking it needs no copy. */
  async scratch(): Promise<string> {
    return await (this.folder ??= openScratch(sharedCacheDir(this.options)));
  }

  /** Gives a cache folder the shared database by hard link: a later update renames a new file and leaves this one whole. */
  async lend(kind: DatabaseKind, cacheDir: string): Promise<void> {
    const shared = databaseFiles(sharedCacheDir(this.options), kind);
    const lent = databaseFiles(cacheDir, kind);
    if (await exists(shared[1]))
      for (const index of [0, 1] as const) await linkOrCopy(shared[index], lent[index]);
  }

  /**
   * Fetches the Java index into the shared cache: only images with jars that name no coordinates need it.
   * @throws AcgsError `trivy/no-database` where it may not be fetched, or cannot
   */
  async ensureJavaDatabase(): Promise<void> {
    const cacheDir = sharedCacheDir(this.options);
    const [data, metadata] = databaseFiles(cacheDir, 'java-db');
    const isThere = async (): Promise<boolean> => (await exists(data)) && (await exists(metadata));
    if (await isThere()) return;
    if (!mayUpdateJavaDatabase())
      throw new AcgsError(
        'trivy/no-database',
        'the image holds Java archives, and there is no Java index to tell what they are',
        {
          next: ['unset TRIVY_SKIP_JAVA_DB_UPDATE, drop --offline, or put java-db/ into TRIVY_CACHE_DIR'],
        },
      );
    await withLock(cacheDir, { waitMs: 15 * 60_000, signal: this.options.signal }, async () => {
      if (!(await isThere())) await downloadDatabase(await this.trivy(), cacheDir, 'java-db', this.options);
    });
  }

  /** Removes the run's folder. */
  async close(): Promise<void> {
    await this.caches.settled();
    if (this.folder === undefined) return;
    await remove(await this.folder);
    this.folder = undefined;
  }
}

/** A folder left behind by a kill is removed after this time; by its age, since runs in other containers share the cache. */
const FORGOTTEN_MS = 24 * 3_600_000;

/** Opens the folder of this run, and clears those that runs left behind. */
async function openScratch(cacheDir: string): Promise<string> {
  try {
    await makeDirectory(cacheDir);
    for (const { name } of await entriesOf(cacheDir)) {
      const path = join(cacheDir, name);
      const facts = name.startsWith(PREFIX) ? await factsOf(path) : undefined;
      if (facts !== undefined && now().getTime() - facts.modifiedMs > FORGOTTEN_MS) await remove(path);
    }
    return await makeTemporaryDirectory(PREFIX, cacheDir);
  } catch (error) {
    // A cache that may only be read is a fair set-up: then the database is copied elsewhere.
    if (!isRefusedBySystem(error)) throw error;
    return await makeTemporaryDirectory(PREFIX);
  }
}
