import { type Descriptor } from '../model/descriptor.js';
import { type Digest } from '../model/digest.js';

/** Where a piece of evidence was found. */
export type EvidenceStore = 'referrers' | 'fallback-tag' | 'legacy-tag' | 'layout' | 'archive' | 'file';

interface Found {
  readonly store: EvidenceStore;
  /** Digest of the manifest that carries it. */
  readonly manifest: Digest;
  /** What that manifest (or the legacy tag) says it speaks of; the signed statement has the last word. */
  readonly subject: Digest;
}

/** A Sigstore bundle, as bytes whose digest has been checked against its descriptor. */
export interface BundleCandidate extends Found {
  readonly form: 'bundle';
  readonly bytes: Uint8Array;
  /** Predicate type that its manifest announces: a hint that saves opening it, never a claim to believe. */
  readonly announced?: string;
}

/** A layer of a `.sig` manifest: the payload is what was signed (cosign, specs/SIGNATURE_SPEC.md). */
export interface SimpleSigningCandidate extends Found {
  readonly form: 'simple-signing';
  readonly payload: Uint8Array;
  /** The layer descriptor's: signature, certificate, chain, log entry, timestamp. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** A layer of an `.att` manifest: a DSSE envelope (cosign, specs/ATTESTATION_SPEC.md). */
export interface EnvelopeCandidate extends Found {
  readonly form: 'envelope';
  readonly envelope: Uint8Array;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Something attached to an image that may turn out to be evidence; nothing in it has been believed yet. */
export type EvidenceCandidate = BundleCandidate | SimpleSigningCandidate | EnvelopeCandidate;

/** Reads all that is attached to an image, in every store of one place (a repository or a layout). */
export interface EvidenceReader {
  /**
   * Every candidate for `subject`, merged over the stores, without judging it.
   * @throws AcgsError `evidence/tampered` (bytes are not what their digest says), `evidence/too-large` (limits)
   */
  candidatesOf(subject: Digest): Promise<readonly EvidenceCandidate[]>;
}

/** A signature or attestation as a layer of a legacy manifest. */
export interface LegacyEvidence {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** Signature, certificate, log entry, timestamp. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** Attaches evidence to an image in one place. */
export interface EvidenceWriter {
  /**
   * Writes a bundle as a referrer of `subject`, as cosign v3 does.
   * @returns the digest of the referrer's manifest
   */
  attachBundle(subject: Descriptor, bundle: Uint8Array, about: BundleFacts): Promise<Digest>;
  /**
   * Adds a layer under cosign 2's tag for signatures or attestations.
   * @returns the digest of the manifest under that tag
   */
  attachLegacy(subject: Digest, suffix: 'sig' | 'att', layer: LegacyEvidence): Promise<Digest>;
}

/** What the referrer's annotations say of a bundle. */
export interface BundleFacts {
  readonly predicateType: string;
  /** RFC 3339; goes into `org.opencontainers.image.created`. */
  readonly created: string;
}
