import { join } from 'node:path';
import { publicKeyPem } from '../evidence/public-key.js';
import { readTextIfPresent, writeFileAtomic } from '../system/files.js';
import { PUBLIC_KEY_FILE } from './how-to-verify.js';
import { type ReleaseRun } from './world.js';

/** The signer's public key as PEM: what the report's commands verify with. An identity has none. */
async function publicKeyText(run: ReleaseRun): Promise<string | undefined> {
  const { signedBy } = await run.signer();
  return signedBy.kind === 'key' ? publicKeyPem(signedBy.publicKey) : undefined;
}

/** Whether the output folder holds the key of this run's signer, where it has one. */
export async function hasPublicKey(run: ReleaseRun): Promise<boolean> {
  const wanted = await publicKeyText(run);
  return (
    wanted === undefined || (await readTextIfPresent(join(run.root, run.output, PUBLIC_KEY_FILE))) === wanted
  );
}

/** Writes it there. */
export async function writePublicKey(run: ReleaseRun): Promise<void> {
  const text = await publicKeyText(run);
  if (text !== undefined && !(await hasPublicKey(run)))
    await writeFileAtomic(join(run.root, run.output, PUBLIC_KEY_FILE), text);
}
