import { algorithmOf, type HashName, type KeyAlgorithm } from '../evidence/key-algorithm.js';
import { EVIDENCE_LIMITS } from '../evidence/limits.js';
import { AcgsError } from '../model/errors.js';
import { exists, readBytes } from '../system/files.js';
import { type TrustAnchors } from '../trust/trust-anchors.js';
import { artifactDigests, isDigestName } from './artifact-digests.js';
import { type Verdict } from '../verification/result.js';
import { openBundle, type SignedEvidence } from '../verification/signed-evidence.js';
import { type Subject } from '../verification/subject.js';
import { type SignerPolicy, verifyEvidence } from '../verification/verify-evidence.js';

/** Ed25519 in its plain form wants the whole file at once. */
const LARGEST_ED25519 = 1024 * 1024 * 1024;

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
  /** What a key signed must be in a transparency log too. */
  readonly requireLog?: boolean;
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
  const { policy, anchors, predicateType, maxAge, requireLog } = options;
  const verdict = await verifyEvidence(open, {
    subject: await subjectOf(options.artifact, open, policy),
    policy,
    anchors,
    ...(predicateType === undefined ? {} : { predicateType }),
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(requireLog === undefined ? {} : { requireLog }),
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

/** What of the artifact the judgement may look at: a large file is read once, and not for hashes that nobody compares. */
async function subjectOf(
  artifact: string,
  open: () => SignedEvidence,
  policy: SignerPolicy,
): Promise<Subject> {
  const { hashes, algorithms } = needs(open, policy);
  const digests = await artifactDigests(artifact, hashes);
  const plainEd25519 = algorithms.some(({ id }) => id === 'ed25519') && !isDigestName(artifact);
  return plainEd25519 ? { digests, bytes: await readBytes(artifact, LARGEST_ED25519) } : { digests };
}

interface Needs {
  readonly hashes: ReadonlySet<HashName>;
  readonly algorithms: readonly KeyAlgorithm[];
}

function needs(open: () => SignedEvidence, policy: SignerPolicy): Needs {
  const algorithms = policy.kind === 'identities' ? [] : policy.keys.map(algorithmOf);
  const hashes = new Set<HashName>(['sha256', ...algorithms.flatMap(({ accepts }) => accepts)]);
  try {
    const { content, key } = open();
    if (content.kind === 'message') hashes.add(content.hash);
    if (content.kind === 'statement')
      for (const { digest } of content.statement.subject)
        for (const name of ['sha384', 'sha512'] as const) if (digest[name] !== undefined) hashes.add(name);
    if (key.kind === 'certificate') {
      const algorithm = algorithmOf(key.leaf.key);
      for (const hash of algorithm.accepts) hashes.add(hash);
      return { hashes, algorithms: [...algorithms, algorithm] };
    }
  } catch {
    // What is wrong with the bundle is the verdict's to say.
    return { hashes, algorithms };
  }
  return { hashes, algorithms };
}
