import { type EvidenceReader, type EvidenceWriter } from '../evidence/evidence-reader.js';
import { type ContentSink, type ContentSource, type FetchedManifest } from '../registry/content.js';

/** An image where it lies, with what is attached to it. */
export interface ReadableImage {
  readonly source: ContentSource;
  readonly evidence: EvidenceReader;
  readonly root: FetchedManifest;
  /** As results name it: `ghcr.io/acme/api@sha256:…`, or the layout folder with the digest. */
  readonly name: string;
}

/** An image to which evidence can be attached. */
export interface WritableImage extends ReadableImage {
  readonly source: ContentSink;
  readonly evidence: EvidenceReader & EvidenceWriter;
}
