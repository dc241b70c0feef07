import { AcgsError } from '../model/errors.js';
import { factsOf, readBytes } from '../system/files.js';
import { fetchedTrust } from './tuf/fetched-trust.js';
import { isMirror, PUBLIC_MIRROR } from './tuf/trust-cache.js';
import { type TrustAnchors } from './trust-anchors.js';

const LARGEST_ROOT = 4 * 1024 * 1024;

const loaded = new Map<string, Promise<TrustAnchors>>();

/**
 * The authorities and logs to trust: a `trusted_root.json` or a mirror that the user names, else those of the public Sigstore instance as
 * `acgs trust update` fetched them last, else as acgs carries them. Parsed once a process for each file. No network.
 * @throws AcgsError `source/not-found`, `evidence/invalid`, `evidence/too-large`, `trust/expired` for what was fetched and has
 *   expired, unless `--offline` says that nothing newer can be had
 */
export function loadAnchors(trustedRoot: string = PUBLIC_MIRROR): Promise<TrustAnchors> {
  const known =
    loaded.get(trustedRoot) ??
    (isMirror(trustedRoot) ? fetchedOrEmbedded(trustedRoot) : fromFile(trustedRoot));
  loaded.set(trustedRoot, known);
  return known;
}

async function fetchedOrEmbedded(mirror: string): Promise<TrustAnchors> {
  const fetched = await fetchedTrust(mirror);
  if (fetched !== undefined) return await fromFile(fetched.trustedRoot);
  const { EMBEDDED_TRUSTED_ROOT } = await import('./embedded-root.js');
  return await read(Buffer.from(JSON.stringify(EMBEDDED_TRUSTED_ROOT)));
}

async function fromFile(path: string): Promise<TrustAnchors> {
  if ((await factsOf(path)) === undefined)
    throw new AcgsError('source/not-found', `there is no trusted root ${path}`, {
      next: ['check --trusted-root'],
    });
  return await read(await readBytes(path, LARGEST_ROOT));
}

/** The libraries that read it are loaded with the first one. */
async function read(bytes: Uint8Array): Promise<TrustAnchors> {
  const { readTrustedRoot } = await import('./trusted-root.js');
  return readTrustedRoot(bytes);
}
