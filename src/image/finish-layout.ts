import { type Descriptor, type Manifest } from '../model/descriptor.js';
import { type Digest, digestOf } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { type PlatformImage } from '../model/evidence.js';
import { IN_TOTO, OCI_INDEX, OCI_MANIFEST } from '../model/media-types.js';
import { type Platform } from '../model/platform.js';
import { parseJsonObject } from '../registry/bounded-json.js';
import { NESTING_LIMIT } from '../registry/limits.js';
import { writeFileAtomic } from '../system/files.js';
import { type BuildkitProvenance, readProvenance } from './buildkit-provenance.js';
import { attestedManifest, composeIndex, isAttestation, type PlatformManifest } from './image-index.js';
import { ociManifest } from './oci-manifest.js';
import {
  blobPath,
  keepOnly,
  layoutRoots,
  readLayoutManifest,
  readSmallBlob,
  verifyBlob,
  writeLayoutHead,
} from './layout-files.js';
import { takeLent } from './seed-layout.js';

/** BuildKit writes at most 40 MiB for one attestation (moby/buildkit, solver/llbsolver/proc/provenance.go). */
const ATTESTATION_LIMIT = 40 * 1024 * 1024;

export interface FinishedLayout {
  /** Digest of our index. */
  readonly digest: Digest;
  readonly platforms: readonly PlatformImage[];
  /** Of all platforms, each once. */
  readonly layers: readonly Descriptor[];
  /** What BuildKit recorded, taken out of the image. */
  readonly provenance: readonly BuildkitProvenance[];
}

/**
 * Makes a builder's layout ours: BuildKit's attestations are taken out, an index of our own is its only entry, every
 * blob is the layout's own and hashed, and what nothing refers to is removed. The same images and annotations give the same digest.
 * @throws AcgsError `build/failed`, `evidence/tampered`, `evidence/invalid`
 */
export async function finishLayout(
  folder: string,
  annotations: Readonly<Record<string, string>>,
): Promise<FinishedLayout> {
  const entries = await flatten(folder, await layoutRoots(folder), 0);
  const images: (PlatformManifest & { manifest: Manifest })[] = [];
  for (const descriptor of entries.filter((entry) => !isAttestation(entry))) {
    const content = await readLayoutManifest(folder, descriptor);
    if (content.kind !== 'manifest') throw new AcgsError('build/failed', `${descriptor.digest} is no image`);
    const platform = await platformOf(folder, descriptor, content.manifest);
    images.push({ platform, ...(await asOci(folder, descriptor, content.manifest)) });
  }
  const index = composeIndex(images, annotations);
  const provenance = await provenanceOf(folder, entries.filter(isAttestation), images);
  const layers = new Map(
    images.flatMap(({ manifest }) => manifest.layers).map((layer) => [layer.digest, layer]),
  );
  const blobs = [...images.map(({ manifest }) => manifest.config), ...layers.values()];
  for (const { digest } of blobs) await takeLent(folder, digest);
  for (const blob of blobs) await verifyBlob(folder, blob);

  const bytes = JSON.stringify(index);
  const digest = digestOf(bytes);
  await writeFileAtomic(blobPath(folder, digest), bytes);
  await writeLayoutHead(folder, [{ mediaType: OCI_INDEX, digest, size: Buffer.byteLength(bytes) }]);
  await keepOnly(
    folder,
    new Set([digest, ...[...images.map(({ descriptor }) => descriptor), ...blobs].map((one) => one.digest)]),
  );
  const byManifest = new Map(images.map((image) => [image.descriptor.digest, image]));
  return {
    digest,
    provenance,
    layers: [...layers.values()],
    platforms: index.manifests.flatMap((entry) => {
      const image = byManifest.get(entry.digest);
      return image === undefined
        ? []
        : [{ platform: image.platform, manifest: entry.digest, config: image.manifest.config.digest }];
    }),
  };
}

/** The manifest in OCI's format, written beside the other where it was in Docker's. */
async function asOci(
  folder: string,
  descriptor: Descriptor,
  manifest: Manifest,
): Promise<{ descriptor: Descriptor; manifest: Manifest }> {
  const converted = ociManifest(manifest);
  if (converted === undefined) return { descriptor, manifest };
  const bytes = JSON.stringify(converted);
  const digest = digestOf(bytes);
  await writeFileAtomic(blobPath(folder, digest), bytes);
  return {
    descriptor: { mediaType: OCI_MANIFEST, digest, size: Buffer.byteLength(bytes) },
    manifest: converted,
  };
}

/** All manifests below some entries, indexes resolved. */
async function flatten(folder: string, entries: readonly Descriptor[], depth: number): Promise<Descriptor[]> {
  if (depth > NESTING_LIMIT)
    throw new AcgsError('build/failed', 'the exported layout nests indexes too deep');
  const found: Descriptor[] = [];
  for (const entry of entries) {
    if (isAttestation(entry)) {
      found.push(entry);
      continue;
    }
    const content = await readLayoutManifest(folder, entry);
    if (content.kind === 'manifest') found.push(entry);
    else found.push(...(await flatten(folder, content.index.manifests, depth + 1)));
  }
  return found;
}

/** As the index says; without one (a single image), as the config says. A config that says otherwise is refused. */
async function platformOf(folder: string, descriptor: Descriptor, manifest: Manifest): Promise<Platform> {
  const config = parseJsonObject(
    await readSmallBlob(folder, manifest.config),
    `config ${manifest.config.digest}`,
  );
  const { os, architecture, variant } = config;
  if (typeof os !== 'string' || typeof architecture !== 'string')
    throw new AcgsError('build/failed', `the config ${manifest.config.digest} names no platform`);
  const listed = descriptor.platform;
  if (listed === undefined)
    return { os, architecture, ...(typeof variant === 'string' && variant !== '' ? { variant } : {}) };
  if (listed.os !== os || listed.architecture !== architecture)
    throw new AcgsError(
      'build/failed',
      `expected an image for ${listed.os}/${listed.architecture}, got ${os}/${architecture}`,
    );
  return listed;
}

async function provenanceOf(
  folder: string,
  attestations: readonly Descriptor[],
  images: readonly PlatformManifest[],
): Promise<BuildkitProvenance[]> {
  const found: BuildkitProvenance[] = [];
  for (const entry of attestations) {
    const image = images.find(({ descriptor }) => descriptor.digest === attestedManifest(entry));
    const content = await readLayoutManifest(folder, entry);
    if (image === undefined || content.kind !== 'manifest') continue;
    for (const layer of content.manifest.layers) {
      const isProvenance = layer.annotations?.['in-toto.io/predicate-type']?.startsWith(
        'https://slsa.dev/provenance/',
      );
      if (layer.mediaType !== IN_TOTO || isProvenance !== true) continue;
      const bytes = await readSmallBlob(folder, layer, ATTESTATION_LIMIT);
      found.push(readProvenance(bytes, { platform: image.platform, manifest: image.descriptor.digest }));
    }
  }
  return found;
}
