import { type EvidenceCandidate } from '../evidence/evidence-reader.js';
import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { EXIT } from '../model/exit-code.js';
import { type TrustAnchors } from '../trust/trust-anchors.js';
import { type Requirement, SIGNATURE } from '../verification/requirements.js';
import { type SignerPolicy } from '../verification/verify-evidence.js';
import { checkHashLabel, type HashLabelOutcome } from './hash-label.js';
import { hashContent, type HashedContent } from './hash-content.js';
import { type ReadableImage } from './image-place.js';
import { checkCovered, checkNotDenied, type ImageRules } from './image-rules.js';
import { type ImageSubject, imageSubjects } from './image-subjects.js';
import { judgeSubject, type SubjectJudgement } from './judge-subject.js';

export interface VerifyOptions {
  /** Whose evidence counts; there is no default. */
  readonly policy: SignerPolicy;
  /** Loads authorities and logs; asked only where they are needed. */
  readonly anchors: () => Promise<TrustAnchors>;
  /** What must be there and verify, for each manifest judged; default a signature. */
  readonly require?: readonly Requirement[];
  /** The same for the platforms under an index; default: what is required of the index. */
  readonly requireOfPlatforms?: readonly Requirement[];
  /** Judge every platform under an index too, not only the index. */
  readonly recursive?: boolean;
  /** Hash configs, layers and everything attached; always done for a layout. */
  readonly deep?: boolean;
  /** The constitutional hash that each platform's label must carry. */
  readonly constitutionalHash?: string;
  /** `-a KEY=VALUE`: what a signature must carry. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly maxAge?: { readonly milliseconds: number; readonly now: Date };
  /** What a key signed must be in a transparency log too. */
  readonly requireLog?: boolean;
  /** Which images may be verified at all. */
  readonly images?: ImageRules;
}

export interface JudgedSubject extends SubjectJudgement {
  readonly hashLabel?: HashLabelOutcome;
}

/** The document on one image. */
export interface ImageVerification {
  readonly image: string;
  readonly digest: Digest;
  readonly verified: boolean;
  readonly subjects: readonly JudgedSubject[];
  /** What was read and hashed beyond the evidence. */
  readonly hashed?: HashedContent;
  /** Why not. */
  readonly failure?: { readonly code: string; readonly message: string; readonly next: readonly string[] };
}

/**
 * Verifies an image: what is attached to it, and to its platforms, is read and hashed; what is required must verify.
 * Broken bytes, missing parts, a missing signature and a wrong signer are results, never passes.
 * @throws AcgsError what is no judgement: usage, network, a missing image
 */
export async function verifyImage(image: ReadableImage, options: VerifyOptions): Promise<ImageVerification> {
  const about = { image: image.name, digest: image.root.descriptor.digest };
  try {
    const { images = {} } = options;
    checkCovered(image, images);
    const subjects = await imageSubjects(image.source, image.root);
    checkNotDenied(subjects.map(digestOf), images);
    // Evidence of platforms that are not judged too: a byte that was changed anywhere is found and named.
    const read = await Promise.all(subjects.map((subject) => image.evidence.candidatesOf(digestOf(subject))));
    const hashed =
      options.deep === true || image.source.kind === 'layout'
        ? await hashContent(image.source, [image.root.descriptor])
        : undefined;
    const judged = options.recursive === true ? subjects : subjects.slice(0, 1);
    const judgements = await Promise.all(
      judged.map((subject, at) =>
        judge(image, subject, read[at] ?? [], at === 0 ? options : ofPlatforms(options)),
      ),
    );
    const failure = failureOf(image.name, judgements);
    return {
      ...about,
      verified: failure === undefined,
      subjects: judgements,
      ...(hashed === undefined ? {} : { hashed }),
      ...(failure === undefined ? {} : { failure: shown(failure) }),
    };
  } catch (error) {
    if (error instanceof AcgsError && (error.exit === EXIT.unverified || error.code === 'registry/not-found'))
      return { ...about, verified: false, subjects: [], failure: shown(error) };
    throw error;
  }
}

function ofPlatforms(options: VerifyOptions): VerifyOptions {
  const { requireOfPlatforms } = options;
  return requireOfPlatforms === undefined ? options : { ...options, require: requireOfPlatforms };
}

async function judge(
  image: ReadableImage,
  { manifest, platform }: ImageSubject,
  candidates: readonly EvidenceCandidate[],
  {
    policy,
    anchors,
    require = [SIGNATURE],
    maxAge,
    requireLog,
    annotations,
    constitutionalHash,
  }: VerifyOptions,
): Promise<JudgedSubject> {
  const request = {
    policy,
    anchors,
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(requireLog === undefined ? {} : { requireLog }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  const judgement = await judgeSubject(manifest.descriptor.digest, candidates, require, request);
  const hashLabel =
    constitutionalHash === undefined
      ? undefined
      : await checkHashLabel(image.source, manifest, constitutionalHash);
  return {
    ...judgement,
    ...(platform === undefined ? {} : { platform }),
    ...(hashLabel === undefined ? {} : { hashLabel }),
    verified: judgement.verified && hashLabel?.met !== false,
  };
}

/** The first reason why an image is not verified. */
function failureOf(name: string, subjects: readonly JudgedSubject[]): AcgsError | undefined {
  const failed = subjects.find(({ verified }) => !verified);
  if (failed === undefined) return undefined;
  const what = failed.platform === undefined ? name : `${name} (${failed.platform}, ${failed.digest})`;
  if (subjects.every(({ evidence, refused }) => evidence.length + refused.length === 0))
    return new AcgsError('verify/nothing', `${what} carries no signature or attestation`, {
      next: ['look at what is attached with `acgs inspect`', 'or sign it with `acgs sign`'],
    });
  const unmet = failed.requirements.filter(({ met }) => !met);
  const missing = unmet.map((requirement) => requirement.name);
  if (missing.length === 0)
    return new AcgsError(
      'verify/failed',
      `${what} does not carry the label that was asked for: expected ${failed.hashLabel?.expected ?? ''}, got ${failed.hashLabel?.found ?? 'none'}`,
      { next: ['rebuild it with acgs, or turn the check off with `constitutionalHash: false`'] },
    );
  const reasons = [
    ...unmet.flatMap(({ reason }) => (reason === undefined ? [] : [`${reason.code}, ${reason.message}`])),
    ...failed.refused.map(({ reason, manifest }) => `${manifest}: ${reason.code}, ${reason.message}`),
  ].slice(0, 3);
  return new AcgsError(
    'verify/failed',
    `${what} has no verified ${missing.join(', ')}${reasons.length === 0 ? '' : ` (refused: ${reasons.join('; ')})`}`,
    { next: ['look at what is attached with `acgs inspect`', 'check the key or identity'] },
  );
}

function digestOf({ manifest }: ImageSubject): Digest {
  return manifest.descriptor.digest;
}

function shown({ code, message, next }: AcgsError): NonNullable<ImageVerification['failure']> {
  return { code, message, next };
}
