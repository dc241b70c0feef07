import { legacyCompanions } from '../evidence/cosign/legacy-tags.js';
import { EvidenceIn } from '../evidence/stores/evidence-in.js';
import { openWithEvidence } from '../evidence/stores/evidence-repository.js';
import { SourceWithEvidence } from '../evidence/stores/source-with-evidence.js';
import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { byDigest, formatReference, parseReference } from '../model/reference.js';
import { type ContentSink, type ContentSource } from '../registry/content.js';
import { copyContent, type CopyEvent, type CopyResult } from '../registry/copy.js';
import { Layout } from '../registry/layout.js';
import { type RegistryOptions } from '../registry/options.js';
import { openRepository } from '../registry/repository.js';
import { type ReadableImage } from './image-place.js';

/** An image in a registry or a layout folder. */
export type Place =
  | { readonly kind: 'registry'; readonly reference: string }
  | { readonly kind: 'layout'; readonly folder: string; readonly tagOrDigest?: string };

export interface CopyActionOptions {
  readonly from: Place;
  /** In order; a tag written in a reference is set like one of `tags`. */
  readonly to: readonly Place[];
  /** Names to set at every destination once everything is there. */
  readonly tags?: readonly string[];
  readonly registry?: RegistryOptions;
  /** Refuses by throwing; asked before anything is copied, for exactly the digest that is copied. */
  readonly verify?: (image: ReadableImage) => Promise<void>;
  readonly concurrency?: number;
  readonly onProgress?: (to: string, event: CopyEvent) => void;
}

export interface CopiedTo {
  /** `registry/repository@sha256:…`, or `folder@sha256:…`. */
  readonly reference: string;
  readonly result: CopyResult;
  /** Tags that point at the image there now. */
  readonly tags: readonly string[];
}

export interface CopyReport {
  readonly from: string;
  readonly digest: Digest;
  readonly verified: boolean;
  readonly copies: readonly CopiedTo[];
}

/**
 * Copies an image, or any OCI artefact, with all evidence: between registries, into a layout and out of it. Tags are set
 * last, at each destination after all its content. Flags with credentials go to the destinations; where the source is
 * another registry it is asked with docker's configuration.
 * @throws AcgsError what `verify` throws; `registry/*`, `evidence/*`, `usage/invalid`
 */
export async function copyImage(options: CopyActionOptions): Promise<CopyReport> {
  const { from, to, tags = [], registry = {} } = options;
  if (to.length === 0) throw new AcgsError('usage/invalid', 'expected a destination to copy to, got none');
  const { source, evidence, asked } = await openSource(from, sourceOptions(from, to, registry));
  const root = await source.getManifest(asked ?? (await onlyImageOf(source)));
  const { digest } = root.descriptor;
  const name = `${source.name}@${digest}`;
  await options.verify?.({ source, evidence, root, name });
  const copies: CopiedTo[] = [];
  for (const place of to) {
    const destination = await openDestination(place, registry, digest);
    const result = await copyContent(source, destination.sink, digest, {
      companions: legacyCompanions,
      ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
      onProgress: (event) => options.onProgress?.(destination.name, event),
    });
    const wanted = [...new Set([...(destination.tag === undefined ? [] : [destination.tag]), ...tags])];
    for (const tag of wanted) await destination.sink.setTag(tag, digest);
    copies.push({ reference: destination.name, result, tags: wanted });
  }
  return { from: name, digest, verified: options.verify !== undefined, copies };
}

async function openSource(
  place: Place,
  options: RegistryOptions,
): Promise<{ source: ContentSource; evidence: EvidenceIn; asked: string | undefined }> {
  if (place.kind === 'layout') {
    const layout = await Layout.open(place.folder);
    return { source: layout, evidence: new EvidenceIn(layout), asked: place.tagOrDigest };
  }
  const reference = parseReference(place.reference);
  const { images, evidence } = openWithEvidence(reference, options);
  const source = images === evidence ? images : new SourceWithEvidence(images, evidence);
  return { source, evidence: new EvidenceIn(source), asked: reference.digest ?? reference.tag ?? 'latest' };
}

async function onlyImageOf(source: ContentSource): Promise<Digest> {
  if (!(source instanceof Layout))
    throw new AcgsError('internal/bug', `${source.name} needs a tag or digest`);
  return (await source.image()).descriptor.digest;
}

async function openDestination(
  place: Place,
  options: RegistryOptions,
  digest: Digest,
): Promise<{ sink: ContentSink; name: string; tag?: string }> {
  if (place.kind === 'layout')
    return { sink: await Layout.init(place.folder), name: `${place.folder}@${digest}` };
  const reference = parseReference(place.reference);
  if (reference.digest !== undefined && reference.digest !== digest)
    throw new AcgsError(
      'usage/invalid',
      `${place.reference} names another digest than the image to copy, ${digest}`,
      { next: ['leave the digest out of the destination'] },
    );
  return {
    sink: openRepository(reference, options),
    name: formatReference(byDigest(reference, digest)),
    ...(reference.tag === undefined ? {} : { tag: reference.tag }),
  };
}

/** Credentials given by flags never reach a registry that is not a destination. */
function sourceOptions(from: Place, to: readonly Place[], options: RegistryOptions): RegistryOptions {
  if (from.kind === 'layout') return options;
  const host = parseReference(from.reference).registry;
  const hosts = to.flatMap((place) =>
    place.kind === 'registry' ? [parseReference(place.reference).registry] : [],
  );
  if (hosts.length === 0 || hosts.includes(host)) return options;
  const { username: _username, password: _password, token: _token, ...rest } = options;
  return rest;
}
