import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { type Digest } from '../../src/model/digest.js';
import { OCI_CONFIG, OCI_INDEX, OCI_MANIFEST } from '../../src/model/media-types.js';

const sha256 = (bytes: Buffer | string): Digest =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

async function layerOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name, mtime: new Date(0) }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export interface FixtureImage {
  /** Digest of the index. */
  readonly digest: Digest;
  /** `linux/amd64` → digests of manifest, config and layer blobs. */
  readonly platforms: Readonly<Record<string, { manifest: Digest; config: Digest; layers: Digest[] }>>;
}

/**
 * Writes an OCI layout by hand: one index, a platform for each architecture, one layer for each record of files.
 * Quicker than a build, and every byte is known.
 */
export async function writeLayout(
  folder: string,
  layers: readonly Readonly<Record<string, string | Buffer>>[],
  architectures: readonly string[] = ['amd64'],
): Promise<FixtureImage> {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const put = (bytes: Buffer | string): { digest: Digest; size: number } => {
    const digest = sha256(bytes);
    writeFileSync(join(folder, 'blobs/sha256', digest.slice(7)), bytes);
    return { digest, size: Buffer.byteLength(bytes) };
  };
  const platforms: Record<string, { manifest: Digest; config: Digest; layers: Digest[] }> = {};
  const manifests: object[] = [];
  for (const architecture of architectures) {
    const tars = await Promise.all(layers.map(layerOf));
    const blobs = tars.map((tar) => put(gzipSync(tar)));
    const config = put(
      JSON.stringify({
        architecture,
        os: 'linux',
        created: '2026-01-02T03:04:05Z',
        config: {},
        rootfs: { type: 'layers', diff_ids: tars.map(sha256) },
        history: tars.map((_, index) => ({ created_by: `layer ${index}` })),
      }),
    );
    const manifest = put(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: OCI_MANIFEST,
        config: { mediaType: OCI_CONFIG, ...config },
        layers: blobs.map((blob) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', ...blob })),
      }),
    );
    manifests.push({ mediaType: OCI_MANIFEST, ...manifest, platform: { os: 'linux', architecture } });
    platforms[`linux/${architecture}`] = {
      manifest: manifest.digest,
      config: config.digest,
      layers: blobs.map(({ digest }) => digest),
    };
  }
  const index = put(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(
    join(folder, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType: OCI_INDEX, ...index }] }),
  );
  return { digest: index.digest, platforms };
}

const dpkg = (name: string, version: string): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nMaintainer: Debian\n\n`;

/** Debian 13 with an openssl that has a HIGH finding with a fix (CVE-2025-9230), and a tar with a LOW one without. */
export const debianLayer: Readonly<Record<string, string>> = {
  'etc/os-release': 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n',
  'etc/debian_version': '13.1\n',
  'var/lib/dpkg/status': dpkg('openssl', '3.5.0-1') + dpkg('tar', '1.35+dfsg-3.1'),
};

/** Debian 13 with nothing that the bench's database knows. */
export const cleanDebianLayer: Readonly<Record<string, string>> = {
  ...debianLayer,
  'var/lib/dpkg/status': dpkg('base-files', '13.8'),
};

/** A Node package in the image. */
export function nodePackage(name: string, version: string): Readonly<Record<string, string>> {
  return {
    [`app/node_modules/${name}/package.json`]: JSON.stringify({ name, version, license: 'MIT' }),
  };
}
