import { AcgsError } from '../../model/errors.js';
import { now } from '../../system/clock.js';
import { isOffline } from '../../system/door.js';
import { type CachedTrust, PUBLIC_MIRROR, readCache } from './trust-cache.js';

/**
 * What `acgs trust update` fetched last from a mirror; nothing where it never did from the public one. No network.
 * @throws AcgsError `trust/expired` unless `--offline` says that nothing newer can be had; `source/not-found` for a mirror of
 *   the user's own from which nothing was fetched
 */
export async function fetchedTrust(mirror: string): Promise<CachedTrust | undefined> {
  const cached = await readCache(mirror);
  if (cached === undefined && mirror !== PUBLIC_MIRROR) throw neverFetched(mirror);
  if (cached !== undefined && Date.parse(cached.expires) <= now().getTime() && !isOffline())
    throw new AcgsError(
      'trust/expired',
      `the trust material fetched on ${cached.updatedOn} has expired on ${cached.expires}`,
    );
  return cached;
}

/** That nothing is known of a mirror of the user's own. */
export function neverFetched(mirror: string): AcgsError {
  return new AcgsError('source/not-found', `nothing was fetched from ${mirror}`, {
    next: [`acgs trust update --tuf-mirror ${mirror} --tuf-root FILE`],
  });
}
