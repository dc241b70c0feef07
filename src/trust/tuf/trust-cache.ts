import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { asRecord, parseBoundedJson } from '../../model/bounded-json.js';
import { exists, readBytes } from '../../system/files.js';
import { userCache } from '../../system/user-cache.js';

/** The repository of the public Sigstore instance. */
export const PUBLIC_MIRROR = 'https://tuf-repo-cdn.sigstore.dev';
/** What acgs takes from a repository; the second need not be there. */
export const TARGETS = {
  trustedRoot: 'trusted_root.json',
  signingConfig: 'signing_config.v0.2.json',
} as const;
/** The metadata of a TUF client, in the order in which one vouches for the next. */
export const METADATA = ['root.json', 'timestamp.json', 'snapshot.json', 'targets.json'] as const;

const LIMITS = { bytes: 5 * 1024 * 1024, depth: 32 };

/** What was fetched and verified once. */
export interface CachedTrust {
  readonly trustedRoot: string;
  readonly signingConfig?: string;
  /** RFC 3339. */
  readonly updatedOn: string;
  /** The first of its metadata to expire, RFC 3339. */
  readonly expires: string;
}

/** Whether trust material is named by the repository that it comes from, instead of by a file. */
export function isMirror(named: string): boolean {
  return /^https?:\/\//.test(named);
}

/** The folder of a mirror's trust; names from outside never become names of files. */
export function cacheFolder(mirror: string): string {
  return userCache('trust', hashed(mirror));
}

/** Where a target lies in the cache. */
export function targetFile(folder: string, target: string): string {
  return join(folder, `${hashed(target)}.json`);
}

/** When and until when the cached trust of a mirror holds; nothing where there is none. @throws AcgsError `evidence/invalid` */
export async function readCache(mirror: string): Promise<CachedTrust | undefined> {
  const folder = cacheFolder(mirror);
  const [note, trustedRoot] = [join(folder, 'updated.json'), targetFile(folder, TARGETS.trustedRoot)];
  if (!(await exists(note)) || !(await exists(trustedRoot))) return undefined;
  const said = asRecord(
    parseBoundedJson(await readBytes(note, LIMITS.bytes), 'the note of the trust cache', LIMITS),
  );
  const signingConfig = targetFile(folder, TARGETS.signingConfig);
  return {
    trustedRoot,
    ...((await exists(signingConfig)) ? { signingConfig } : {}),
    updatedOn: String(said?.['updatedOn']),
    expires: await firstExpiry(folder),
  };
}

/** The earliest expiry of a folder's metadata. @throws AcgsError `evidence/invalid`, `file/failed` */
async function firstExpiry(folder: string): Promise<string> {
  const dates = await Promise.all(
    METADATA.map(async (name) => {
      const json = parseBoundedJson(await readBytes(join(folder, name), LIMITS.bytes), name, LIMITS);
      return Date.parse(String(asRecord(asRecord(json)?.['signed'])?.['expires']));
    }),
  );
  // A date that cannot be read is over.
  const first = Math.min(...dates.map((date) => (Number.isNaN(date) ? 0 : date)));
  return new Date(first).toISOString();
}

function hashed(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}
