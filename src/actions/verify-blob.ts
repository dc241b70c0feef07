import { createPublicKey } from 'node:crypto';
import { algorithmOf, type HashName } from '../evidence/key-algorithm.js';
import { EVIDENCE_LIMITS } from '../evidence/limits.js';
import { AcgsError } from '../model/errors.js';
import { exists, readBytes } from '../system/files.js';
import { type TrustAnchors } from '../trust/trusted-root.js';
import { artifactDigests } from './artifact-digests.js';
import { type Verdict } from '../verification/result.js';
import { openBundle, type SignedEvidence } from '../verification/signed-evidence.js';
import { type SignerPolicy, verifyEvidence } from '../verification/verify-evidence.js';

export interface VerifyBlobOptions {
  /** A file, or `sha256:HEX`, `sha512:HEX`. */
  readonly artifact: string;
  /** Default: `ARTIFACT.sigstore.json`, then `ARTIFACT.sigstore` (sigstore client specification, 4.1.1). */
  readonly bundle?: string;
  readonly policy: SignerPolicy;
  readonly anchors: () => Promise<TrustAnchors>;
  /** Accept only an attestation of this predicate type (a URI). */
  readonly predicateType?: string;
  readonly maxAge?: { readonly milliseconds: number; readonly now: Date };
}

export type BlobVerification = Verdict & { readonly artifact: string; readonly bundle: string };

/**
 * Verifies a file, or a digest, against a bundle on disk: a signature over it, or an attestation about it.
 * @throws AcgsError what is no judgement: `source/not-found`, `usage/invalid`, `file/failed`
 */
export async function verifyBlob(options: VerifyBlobOptions): Promise<BlobVerification> {
  const bundle = options.bundle ?? (await bundleBeside(options.artifact));
  if (!(await exists(bundle)))
    throw new AcgsError('source/not-found', `there is no bundle ${bundle}`, {
      next: ['pass it with --bundle FILE'],
    });
  const bytes = await readBytes(bundle, EVIDENCE_LIMITS.bundle.bytes);
  const open = (): SignedEvidence => openBundle(bytes);
  const digests = await artifactDigests(options.artifact, hashesFor(open, options.policy));
  const { policy, anchors, predicateType, maxAge } = options;
  const verdict = await verifyEvidence(open, {
    subject: { digests },
    policy,
    anchors,
    ...(predicateType === undefined ? {} : { predicateType }),
    ...(maxAge === undefined ? {} : { maxAge }),
  });
  return { artifact: options.artifact, bundle, ...verdict };
}

async function bundleBeside(artifact: string): Promise<string> {
  for (const path of [`${artifact}.sigstore.json`, `${artifact}.sigstore`])
    if (await exists(path)) return path;
  throw new AcgsError('source/not-found', `there is no bundle ${artifact}.sigstore.json`, {
    next: ['pass the bundle with --bundle FILE'],
  });
}

/** Hashes that the judgement may compare: a large file is read once, and not for hashes that nobody looks at. */
function hashesFor(open: () => SignedEvidence, policy: SignerPolicy): ReadonlySet<HashName> {
  const hashes = new Set<HashName>(['sha256']);
  if (policy.kind === 'keys') for (const key of policy.keys) hashes.add(algorithmOf(key).hash);
  try {
    const { content, key } = open();
    if (content.kind === 'message') hashes.add(content.hash);
    if (content.kind === 'statement')
      for (const { digest } of content.statement.subject)
        for (const name of ['sha384', 'sha512'] as const) if (digest[name] !== undefined) hashes.add(name);
    if (key.kind === 'certificate')
      hashes.add(algorithmOf(createPublicKey({ key: key.leaf.publicKey, format: 'der', type: 'spki' })).hash);
  } catch {
    // What is wrong with the bundle is the verdict's to say.
    return hashes;
  }
  return hashes;
}
