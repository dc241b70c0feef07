import {
  type EvidenceCandidate,
  type EvidenceReader,
  type EvidenceStore,
} from '../evidence/evidence-reader.js';
import { evidenceKind } from '../evidence/evidence-kind.js';
import { EvidenceIn, isEvidenceLayer, readCandidate } from '../evidence/stores/evidence-in.js';
import { type AttachedManifest, listEvidence } from '../evidence/stores/list-evidence.js';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { type EvidenceKind } from '../model/evidence.js';
import { EXIT } from '../model/exit-code.js';
import { PREDICATE } from '../model/predicate-types.js';
import { allDone, BoundedWork } from '../registry/bounded-work.js';
import { type ContentSource, type FetchedManifest } from '../registry/content.js';
import { annotationsOf } from '../registry/read-manifest.js';
import { imageSubjects } from './image-subjects.js';
import { type SignerHint, signerHint, verifyLine } from './inspect/signer-hint.js';

/** One thing attached to an image, as it presents itself: nothing of it has been verified. */
export interface InspectedEvidence {
  readonly store: EvidenceStore;
  readonly manifest: Digest;
  readonly subject: Digest;
  /** Platform of the subject; absent for the image itself. */
  readonly platform?: string;
  /** The legacy tag it was found under. */
  readonly tag?: string;
  /** Media type of the layer, or artifact type of what is no evidence. */
  readonly mediaType: string;
  readonly kind: EvidenceKind | 'other';
  readonly predicateType?: string;
  readonly signer?: SignerHint;
  readonly logEntries?: number;
  readonly timestamps?: number;
  /** Bytes of the layer. */
  readonly size: number;
  readonly created?: string;
  /** Why it cannot be read. */
  readonly problem?: { readonly code: string; readonly message: string };
}

export interface Inspection {
  readonly image: string;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly platforms: readonly { readonly platform: string; readonly digest: Digest }[];
  readonly evidence: readonly InspectedEvidence[];
  /** Commands that would verify what was seen; what they trust was said by the evidence itself. */
  readonly verifyWith: readonly { readonly command: string; readonly verified: false }[];
}

export interface InspectTarget {
  readonly source: ContentSource;
  /** Where its evidence is read from, if that is another place (COSIGN_REPOSITORY). */
  readonly evidence?: EvidenceReader;
  readonly root: FetchedManifest;
  readonly name: string;
  /** How a `verify` command names it, e.g. `--layout dist/release/api/image`; default `name`. */
  readonly argument?: string;
}

const WIDTH = 4;
const CREATED = 'org.opencontainers.image.created';

/**
 * Lists everything attached to an image and its platforms, in every store, without judging it.
 * @throws AcgsError for the image itself: `registry/*`, `evidence/tampered`
 */
export async function inspectImage(target: InspectTarget): Promise<Inspection> {
  const place = target.evidence instanceof EvidenceIn ? target.evidence.source : target.source;
  const subjects = await imageSubjects(target.source, target.root);
  const work = new BoundedWork(WIDTH);
  const found = await allDone(
    subjects.map(async ({ manifest, platform }) => {
      const attached = await work.run(async () => await listEvidence(place, manifest.descriptor.digest));
      const seen = await allDone(attached.map(async (one) => await look(place, one, work)));
      return seen.flat().map((one) => ({ ...one, ...(platform === undefined ? {} : { platform }) }));
    }),
  );
  const evidence = found.flat();
  const lines = new Set(
    evidence.flatMap(({ signer }) =>
      signer === undefined ? [] : [verifyLine(signer, target.argument ?? target.name)],
    ),
  );
  return {
    image: target.name,
    digest: target.root.descriptor.digest,
    mediaType: target.root.descriptor.mediaType,
    platforms: subjects.flatMap(({ manifest, platform }) =>
      platform === undefined ? [] : [{ platform, digest: manifest.descriptor.digest }],
    ),
    evidence,
    verifyWith: [...lines].map((command) => ({ command, verified: false as const })),
  };
}

async function look(
  source: ContentSource,
  attached: AttachedManifest,
  work: BoundedWork,
): Promise<InspectedEvidence[]> {
  const { manifest, store, subject, tag } = attached;
  const { descriptor, content } = manifest;
  const created = annotationsOf(content)?.[CREATED];
  const common = {
    store,
    manifest: descriptor.digest,
    subject,
    ...(tag === undefined ? {} : { tag }),
    ...(created === undefined ? {} : { created }),
  };
  const layers = content.kind === 'index' ? [] : content.manifest.layers.filter(isEvidenceLayer);
  if (layers.length === 0)
    return [
      {
        ...common,
        kind: 'other',
        mediaType: descriptor.artifactType ?? descriptor.mediaType,
        size: descriptor.size,
      },
    ];
  return await allDone(
    layers.map(async (layer) => ({
      ...common,
      mediaType: layer.mediaType,
      size: layer.size,
      ...(await work.run(async () => await read(source, attached, layer))),
    })),
  );
}

type Contents = Pick<
  InspectedEvidence,
  'kind' | 'predicateType' | 'signer' | 'logEntries' | 'timestamps' | 'problem'
>;

async function read(source: ContentSource, attached: AttachedManifest, layer: Descriptor): Promise<Contents> {
  try {
    return await describe(await readCandidate(source, attached, layer));
  } catch (error) {
    if (error instanceof AcgsError && error.exit === EXIT.unverified)
      return { kind: 'other', problem: { code: error.code, message: error.message } };
    throw error;
  }
}

async function describe(candidate: EvidenceCandidate): Promise<Contents> {
  const [{ openCandidate }, { Refused }] = await Promise.all([
    import('../verification/open-candidate.js'),
    import('../verification/refusal.js'),
  ]);
  try {
    const { content, key, logEntries, timestamps } = openCandidate(candidate);
    const predicateType =
      content.kind === 'statement'
        ? content.statement.predicateType
        : content.kind === 'simple-signing'
          ? PREDICATE.cosignSign
          : undefined;
    return {
      kind: predicateType === undefined ? 'signature' : evidenceKind(predicateType),
      ...(content.kind === 'statement' ? { predicateType: content.statement.predicateType } : {}),
      signer: await signerHint(key),
      logEntries: logEntries.length,
      timestamps: timestamps.length,
    };
  } catch (error) {
    if (error instanceof Refused)
      return { kind: 'other', problem: { code: error.code, message: error.message } };
    throw error;
  }
}
