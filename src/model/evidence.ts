import { type Digest } from './digest.js';
import { type Platform } from './platform.js';

/** What a piece of evidence says of its subject. */
export type EvidenceKind = 'signature' | 'provenance' | 'sbom' | 'scan' | 'vsa' | 'attestation';

/** One signature or attestation as reports name it. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly predicateType: string;
  /** Digest of the referrer manifest that carries the bundle. */
  readonly digest: Digest;
  /** The image (index) or platform manifest it speaks of. */
  readonly subject: Digest;
  /** File on disk, relative to the output folder. */
  readonly file?: string;
  /** `registry/repo@sha256:…` where it was pushed. */
  readonly reference?: string;
}

/** One platform of an image. */
export interface PlatformImage {
  readonly platform: Platform;
  /** Digest of the platform's manifest. */
  readonly manifest: Digest;
  /** Digest of its config: docker's and Trivy's image id. */
  readonly config: Digest;
}

/** A base image as resolved before the build. */
export interface BaseImage {
  /** As the Dockerfile writes it, e.g. `python:3.13-slim`. */
  readonly name: string;
  readonly digest: Digest;
}

/** An image in a layout: named by the digest of its index from build to verify. */
export interface ImageArtifact {
  readonly service: string;
  /** Repository without registry. */
  readonly image: string;
  /** OCI layout folder, relative to the project. */
  readonly layout: string;
  /** Digest of the image index. */
  readonly digest: Digest;
  readonly platforms: readonly PlatformImage[];
  readonly bases: readonly BaseImage[];
}
