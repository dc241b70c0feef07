import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Descriptor } from '../../src/model/descriptor.js';
import { type Digest, digestOf, hexOf } from '../../src/model/digest.js';
import { OCI_CONFIG, OCI_INDEX, OCI_MANIFEST } from '../../src/model/media-types.js';
import { type Platform } from '../../src/model/platform.js';

const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** Writes layouts as BuildKit does, without BuildKit. */
export class SyntheticLayout {
  constructor(readonly folder: string) {
    mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
    mkdirSync(join(folder, 'ingest'), { recursive: true });
    writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  }

  blob(content: string, mediaType: string): Descriptor {
    const digest = digestOf(content);
    writeFileSync(this.path(digest), content);
    return { mediaType, digest, size: Buffer.byteLength(content) };
  }

  json(document: object, mediaType: string): Descriptor {
    return this.blob(JSON.stringify(document), mediaType);
  }

  /** An image manifest with a config and a layer each; the text makes them unlike others. */
  image(platform: Platform, text: string): Descriptor {
    const config = this.json(
      { ...platform, config: { Labels: { text } }, rootfs: { type: 'layers' } },
      OCI_CONFIG,
    );
    const layers = [this.blob(`layer of ${text}`, LAYER), this.blob('a layer that all share', LAYER)];
    const manifest = this.json({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers }, OCI_MANIFEST);
    return { ...manifest, platform };
  }

  /** BuildKit's attestation manifest of an image. */
  attestation(of: Digest, predicate: object): Descriptor {
    const type = 'https://slsa.dev/provenance/v1';
    const statement = {
      _type: 'https://in-toto.io/Statement/v0.1',
      predicateType: type,
      subject: [],
      predicate,
    };
    const layer = {
      ...this.json(statement, 'application/vnd.in-toto+json'),
      annotations: { 'in-toto.io/predicate-type': type },
    };
    const config = this.json({ os: 'unknown', architecture: 'unknown', config: { of } }, OCI_CONFIG);
    const manifest = this.json(
      { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [layer] },
      OCI_MANIFEST,
    );
    return {
      ...manifest,
      annotations: { 'vnd.docker.reference.digest': of, 'vnd.docker.reference.type': 'attestation-manifest' },
      platform: { os: 'unknown', architecture: 'unknown' },
    };
  }

  index(manifests: readonly Descriptor[]): Descriptor {
    return this.json({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }, OCI_INDEX);
  }

  roots(manifests: readonly Descriptor[]): void {
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests };
    writeFileSync(join(this.folder, 'index.json'), JSON.stringify(index));
  }

  path(digest: Digest): string {
    return join(this.folder, 'blobs/sha256', hexOf(digest));
  }
}

/** Every blob that something in a layout refers to, found by walking from `index.json`, hashing on the way. */
export function reachable(folder: string): Set<string> {
  const found = new Set<string>();
  const visit = (descriptor: Descriptor): void => {
    found.add(hexOf(descriptor.digest));
    const bytes = readFileSync(join(folder, 'blobs/sha256', hexOf(descriptor.digest)));
    if (digestOf(bytes) !== descriptor.digest || bytes.length !== descriptor.size)
      throw new Error(descriptor.digest);
    if (descriptor.mediaType !== OCI_INDEX && descriptor.mediaType !== OCI_MANIFEST) return;
    const {
      manifests = [],
      layers = [],
      config,
    } = JSON.parse(bytes.toString()) as {
      manifests?: Descriptor[];
      layers?: Descriptor[];
      config?: Descriptor;
    };
    for (const next of [...manifests, ...layers, ...(config === undefined ? [] : [config])]) visit(next);
  };
  for (const root of rootsOf(folder)) visit(root);
  return found;
}

/** Entries of `index.json`. */
export function rootsOf(folder: string): Descriptor[] {
  return (JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { manifests: Descriptor[] })
    .manifests;
}

/** Names of all blobs. */
export function blobsOf(folder: string): Set<string> {
  return new Set(readdirSync(join(folder, 'blobs/sha256')));
}
