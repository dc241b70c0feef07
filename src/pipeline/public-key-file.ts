import { join } from 'node:path';
import { readTextIfPresent, writeFileAtomic } from '../system/files.js';
import { PUBLIC_KEY_FILE } from './how-to-verify.js';
import { type ReleaseRun } from './world.js';

/** The signer's public key as PEM: what the report's commands verify with. */
async function publicKeyText(run: ReleaseRun): Promise<string> {
  return (await run.signer()).publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/** Whether the output folder holds the key of this run's signer. */
export async function hasPublicKey(run: ReleaseRun): Promise<boolean> {
  return (
    (await readTextIfPresent(join(run.root, run.output, PUBLIC_KEY_FILE))) === (await publicKeyText(run))
  );
}

/** Writes it there. */
export async function writePublicKey(run: ReleaseRun): Promise<void> {
  if (!(await hasPublicKey(run)))
    await writeFileAtomic(join(run.root, run.output, PUBLIC_KEY_FILE), await publicKeyText(run));
}
