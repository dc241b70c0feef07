import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Descriptor } from '../../model/descriptor.js';
import { type Digest } from '../../model/digest.js';
import { AcgsError } from '../../model/errors.js';
import { type ContentSink } from '../../registry/content.js';
import { bundleManifest, type BundleManifestFacts, type ManifestToWrite } from '../cosign/bundle-manifest.js';
import {
  layersOf,
  legacyDescriptor,
  type LegacyLayer,
  unionOfLayers,
  withLegacyLayer,
} from '../cosign/legacy-manifest.js';
import { legacyTag } from '../cosign/legacy-tags.js';

/**
 * Attaches a bundle to an image as cosign v3 does: a manifest with `subject`, by digest, findable through the
 * referrers API, the fallback tag or the layout's `index.json`. The same bundle and facts again change nothing.
 * @returns the descriptor of the referrer, in full
 */
export async function writeBundleReferrer(
  sink: ContentSink,
  subject: Descriptor,
  bundle: Uint8Array,
  facts: BundleManifestFacts,
): Promise<Descriptor> {
  const toWrite = bundleManifest(subject, bundle, facts);
  await write(sink, toWrite);
  await sink.linkReferrers(subject.digest, [toWrite.manifest.descriptor]);
  return toWrite.manifest.descriptor;
}

const ROUNDS = 30;

/**
 * Adds a signature (`sig`) or attestation (`att`) under cosign's legacy tag and returns once it stays there, as
 * others may rewrite the tag at the same time. The same one again changes nothing.
 * @throws AcgsError `registry/protocol` if others keep undoing it
 */
export async function appendLegacyLayer(
  sink: ContentSink,
  subject: Digest,
  suffix: 'sig' | 'att',
  layer: LegacyLayer,
): Promise<Digest> {
  const tag = legacyTag(subject, suffix);
  const wanted = legacyDescriptor(layer);
  /** Layers seen so far: what a race loses is put back. */
  let all: Descriptor[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = await sink.findManifest(tag);
    const present = found === undefined ? [] : layersOf(found);
    all = unionOfLayers(all, present);
    const complete =
      found !== undefined && unionOfLayers(present, [wanted, ...all]).length === present.length;
    if (complete) return found.descriptor.digest;
    const toWrite = withLegacyLayer(all, layer);
    await write(sink, toWrite);
    await sink.setTag(tag, toWrite.manifest.descriptor.digest);
    await sleep(sink.kind === 'layout' ? 0 : 50 + Math.random() * 100 * Math.min(round + 1, 8));
  }
  throw new AcgsError('registry/protocol', `${sink.name}:${tag} is rewritten by others again and again`, {
    next: ['wait until other signing jobs for this image have ended, then run the same command again'],
  });
}

async function write(sink: ContentSink, { blobs, manifest }: ManifestToWrite): Promise<void> {
  for (const { descriptor, bytes } of blobs) await sink.putBlob(descriptor, () => Readable.from([bytes]));
  await sink.putManifest(manifest.bytes, manifest.descriptor.mediaType);
}
