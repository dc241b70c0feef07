import { z } from 'zod';
import { digest, passing, platform } from './common.js';

const attached = z.object({
  subject: digest.describe('The manifest it is attached to.'),
  predicateType: z.string(),
  manifest: digest.describe('The referrer that carries the bundle.'),
  outcome: z.enum(['written', 'present']).describe('present: it was there already, nothing was written.'),
});

const image = { image: z.string(), digest, signer: z.string() };

/** `acgs keys generate --json` and `acgs keys import --json`. */
export const keysDocument = passing({
  privateKey: z.string(),
  publicKey: z.string(),
  excludedIn: z.string().optional().describe('The git exclude file that names the private key now.'),
});

/** `acgs sign --json`. */
export const signDocument = passing({
  results: z.array(
    z.object({ ...image, signatures: z.array(attached.extend({ platform: platform.optional() })) }),
  ),
});

/** `acgs attest --json`. */
export const attestDocument = passing({ ...image, attestations: z.array(attached) });

/** `acgs sign blob --json` and `acgs attest blob --json`. */
export const blobBundleDocument = passing({ file: z.string(), bundle: z.string(), signer: z.string() });
