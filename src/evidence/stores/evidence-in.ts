import { type Descriptor } from '../../model/descriptor.js';
import { type Digest } from '../../model/digest.js';
import { AcgsError } from '../../model/errors.js';
import { COSIGN_SIMPLE_SIGNING, DSSE_ENVELOPE } from '../../model/media-types.js';
import { allDone, BoundedWork } from '../../registry/bounded-work.js';
import { type ContentSink, type ContentSource } from '../../registry/content.js';
import {
  type BundleFacts,
  type EvidenceCandidate,
  type EvidenceReader,
  type EvidenceStore,
  type EvidenceWriter,
  type LegacyEvidence,
} from '../evidence-reader.js';
import { BUNDLE_PREDICATE_TYPE } from '../cosign/bundle-manifest.js';
import { type AttachedManifest, listEvidence, SIGNED_SUFFIXES } from './list-evidence.js';
import { appendLegacyLayer, writeBundleReferrer } from './write-evidence.js';

/** Largest attestation (bytes), and largest sum of all evidence of one subject that is held at once. */
const ATTESTATION_LIMIT = 128 * 1024 * 1024;
const TOTAL_LIMIT = 4 * ATTESTATION_LIMIT;
const WIDTH = 6;
/** Any version: what is too old is refused by whoever reads the bundle, with its reason. */
const BUNDLE_PREFIX = 'application/vnd.dev.sigstore.bundle';

/** Whether a layer holds a Sigstore bundle. */
export function isBundleLayer({ mediaType }: Pick<Descriptor, 'mediaType'>): boolean {
  return mediaType.startsWith(BUNDLE_PREFIX);
}

/** Whether a layer holds something that may be a signature or attestation. */
export function isEvidenceLayer(layer: Descriptor): boolean {
  return (
    isBundleLayer(layer) || layer.mediaType === COSIGN_SIMPLE_SIGNING || layer.mediaType === DSSE_ENVELOPE
  );
}

/** The evidence in one repository or layout, over all its stores. */
export class EvidenceIn implements EvidenceReader {
  /** `label` replaces the name of the store in results, e.g. for an archive read through a layout. */
  constructor(
    /** The place that is read. */
    readonly source: ContentSource,
    private readonly label?: EvidenceStore,
  ) {}

  async candidatesOf(subject: Digest): Promise<readonly EvidenceCandidate[]> {
    const attached = await listEvidence(this.source, subject, SIGNED_SUFFIXES);
    const layers = attached.flatMap((one) =>
      one.manifest.content.kind === 'index'
        ? []
        : one.manifest.content.manifest.layers.filter(isEvidenceLayer).map((layer) => ({ one, layer })),
    );
    const total = layers.reduce((sum, { layer }) => sum + layer.size, 0);
    if (total > TOTAL_LIMIT)
      throw new AcgsError(
        'evidence/too-large',
        `${this.source.name}: the evidence of ${subject} has ${total} bytes, more than the ${TOTAL_LIMIT} allowed`,
      );
    const work = new BoundedWork(WIDTH);
    return await allDone(
      layers.map(({ one, layer }) =>
        work.run(async () => await readCandidate(this.source, one, layer, this.label)),
      ),
    );
  }
}

/**
 * Reads one layer of an attached manifest as a candidate.
 * @throws AcgsError `evidence/tampered`, `evidence/too-large`, `registry/*`
 */
export async function readCandidate(
  source: ContentSource,
  { store, subject, manifest }: AttachedManifest,
  layer: Descriptor,
  label: EvidenceStore = store,
): Promise<EvidenceCandidate> {
  const bytes = await source.readBlob(layer, ATTESTATION_LIMIT);
  const found = { store: label, manifest: manifest.descriptor.digest, subject };
  const annotations = layer.annotations ?? {};
  if (isBundleLayer(layer)) {
    const announced =
      manifest.content.kind === 'index'
        ? undefined
        : manifest.content.manifest.annotations?.[BUNDLE_PREDICATE_TYPE];
    return { ...found, form: 'bundle', bytes, ...(announced === undefined ? {} : { announced }) };
  }
  if (layer.mediaType === COSIGN_SIMPLE_SIGNING)
    return { ...found, form: 'simple-signing', payload: bytes, annotations };
  return { ...found, form: 'envelope', envelope: bytes, annotations };
}

/** The evidence in a place that can be written. */
export class WritableEvidenceIn extends EvidenceIn implements EvidenceWriter {
  /** `annotations` are put on everything that is attached: on a bundle's manifest, on a layer under cosign 2's tag. */
  constructor(
    private readonly sink: ContentSink,
    label?: EvidenceStore,
    private readonly annotations: Readonly<Record<string, string>> = {},
  ) {
    super(sink, label);
  }

  async attachBundle(subject: Descriptor, bundle: Uint8Array, about: BundleFacts): Promise<Digest> {
    const { annotations } = this;
    return (await writeBundleReferrer(this.sink, subject, bundle, { ...about, annotations })).digest;
  }

  async attachLegacy(subject: Digest, suffix: 'sig' | 'att', layer: LegacyEvidence): Promise<Digest> {
    const annotations = { ...layer.annotations, ...this.annotations };
    return await appendLegacyLayer(this.sink, subject, suffix, { ...layer, annotations });
  }
}
