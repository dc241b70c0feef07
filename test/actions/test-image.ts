import { Readable } from 'node:stream';
import { type Descriptor } from '../../src/model/descriptor.js';
import { type Digest, digestOf } from '../../src/model/digest.js';
import { HASH_LABEL } from '../../src/model/constitutional-hash.js';
import { OCI_CONFIG, OCI_INDEX, OCI_MANIFEST } from '../../src/model/media-types.js';
import { type ContentSink } from '../../src/registry/content.js';

const LAYER = 'application/vnd.oci.image.layer.v1.tar';

export interface TestImage {
  readonly index: Digest;
  readonly platforms: readonly {
    readonly platform: string;
    readonly manifest: Digest;
    readonly config: Digest;
    readonly layer: Digest;
  }[];
}

/** Writes an index with two platforms, each with a layer of its own; `salt` makes another image. */
export async function putTestImage(sink: ContentSink, salt: string): Promise<TestImage> {
  const blob = async (mediaType: string, bytes: Buffer): Promise<Descriptor> => {
    const descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length };
    await sink.putBlob(descriptor, () => Readable.from([bytes]));
    return descriptor;
  };
  const platforms: { platform: string; manifest: Digest; config: Digest; layer: Digest }[] = [];
  const manifests: Descriptor[] = [];
  for (const architecture of ['amd64', 'arm64']) {
    const layer = await blob(LAYER, Buffer.from(`${salt} ${architecture} layer`));
    const config = await blob(
      OCI_CONFIG,
      Buffer.from(
        JSON.stringify({
          architecture,
          os: 'linux',
          config: { Labels: { [HASH_LABEL]: 'cdd01ef066bc6cf2' } },
          rootfs: { type: 'layers', diff_ids: [layer.digest] },
        }),
      ),
    );
    const bytes = Buffer.from(
      JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [layer] }),
    );
    const { descriptor } = await sink.putManifest(bytes, OCI_MANIFEST);
    manifests.push({ ...descriptor, platform: { os: 'linux', architecture } });
    platforms.push({
      platform: `linux/${architecture}`,
      manifest: descriptor.digest,
      config: config.digest,
      layer: layer.digest,
    });
  }
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }));
  const { descriptor } = await sink.putManifest(index, OCI_INDEX);
  await sink.addRoot(descriptor);
  return { index: descriptor.digest, platforms };
}
