import { AcgsError } from '../model/errors.js';
import { factsOf, readBytes } from '../system/files.js';
import { readTrustedRoot, type TrustAnchors } from './trusted-root.js';

const LARGEST_ROOT = 4 * 1024 * 1024;

const loaded = new Map<string, Promise<TrustAnchors>>();

/**
 * The authorities and logs to trust: a `trusted_root.json` that the user names, else the one of the public Sigstore instance that
 * acgs carries. Parsed once a process for each file. No network.
 * @throws AcgsError `source/not-found`, `evidence/invalid`, `evidence/too-large`
 */
export function loadAnchors(trustedRoot?: string): Promise<TrustAnchors> {
  const name = trustedRoot ?? '';
  const known = loaded.get(name) ?? (trustedRoot === undefined ? embedded() : fromFile(trustedRoot));
  loaded.set(name, known);
  return known;
}

async function embedded(): Promise<TrustAnchors> {
  const { EMBEDDED_TRUSTED_ROOT } = await import('./embedded-root.js');
  return readTrustedRoot(Buffer.from(JSON.stringify(EMBEDDED_TRUSTED_ROOT)));
}

async function fromFile(path: string): Promise<TrustAnchors> {
  if ((await factsOf(path)) === undefined)
    throw new AcgsError('source/not-found', `there is no trusted root ${path}`, {
      next: ['check --trusted-root'],
    });
  return readTrustedRoot(await readBytes(path, LARGEST_ROOT));
}
