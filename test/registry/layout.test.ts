import { mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Digest } from '../../src/model/digest.js';
import { collectGarbage } from '../../src/registry/collect-garbage.js';
import { Layout } from '../../src/registry/layout.js';
import { sha256 } from './fake-registry.js';
import { INDEX, MANIFEST, type Piece, piece, type TestImage, testImage, testReferrer } from './images.js';
import { refusal } from './refusals.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'acgs-layout-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const blobFile = (digest: string): string => join(folder, 'blobs', 'sha256', digest.slice(7));

async function put(layout: Layout, blob: Piece): Promise<string> {
  return await layout.putBlob(blob.descriptor, () => Readable.from([blob.bytes]));
}

async function fill(layout: Layout, image: TestImage): Promise<void> {
  for (const blob of image.blobs) await put(layout, blob);
  for (const { bytes } of image.manifests) await layout.putManifest(bytes, MANIFEST);
  await layout.putManifest(image.root.bytes, INDEX);
  await layout.addRoot(image.root.descriptor);
}

async function attach(layout: Layout, subject: Piece, text: string): Promise<Piece> {
  const { manifest, blobs } = testReferrer(subject.descriptor, text);
  for (const blob of blobs) await put(layout, blob);
  await layout.putManifest(manifest.bytes, MANIFEST);
  const artifactType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
  await layout.linkReferrers(subject.descriptor.digest, [
    { ...manifest.descriptor, artifactType, annotations: { 'org.example.text': text } },
  ]);
  return manifest;
}

describe('a layout', () => {
  it('is made as the specification says, and again without change', async () => {
    await Layout.init(folder);
    await Layout.init(folder);
    expect(JSON.parse(await readFile(join(folder, 'oci-layout'), 'utf8'))).toEqual({
      imageLayoutVersion: '1.0.0',
    });
    expect(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'))).toEqual({
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [],
    });
  });

  it('holds the image first, then its referrers with full descriptors and no tag', async () => {
    const layout = await Layout.init(folder);
    const image = testImage();
    await fill(layout, image);
    const first = await attach(layout, image.root, 'one');
    const second = await attach(layout, image.manifests[0] as Piece, 'two');
    const entries = await layout.entries();
    expect(entries.map(({ digest }) => digest)).toEqual([
      image.root.descriptor.digest,
      first.descriptor.digest,
      second.descriptor.digest,
    ]);
    expect(entries[1]).toEqual({
      ...first.descriptor,
      artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      annotations: { 'org.example.text': 'one' },
    });
    expect(await layout.images()).toEqual([image.root.descriptor]);
    expect((await layout.image()).descriptor.digest).toBe(image.root.descriptor.digest);
    const found = await layout.referrersOf(image.root.descriptor.digest);
    expect(found).toMatchObject([{ store: 'layout', descriptor: { digest: first.descriptor.digest } }]);
  });

  it('puts a second image before the referrers of the first', async () => {
    const layout = await Layout.init(folder);
    const [one, two] = [testImage('one'), testImage('two')];
    await fill(layout, one);
    const referrer = await attach(layout, one.root, 'text');
    await fill(layout, two);
    expect((await layout.entries()).map(({ digest }) => digest)).toEqual([
      one.root.descriptor.digest,
      two.root.descriptor.digest,
      referrer.descriptor.digest,
    ]);
    await refusal(layout.image(), 'usage/invalid');
  });

  it('is the same after the same is written again', async () => {
    const layout = await Layout.init(folder);
    const image = testImage();
    await fill(layout, image);
    await attach(layout, image.root, 'one');
    const before = await readFile(join(folder, 'index.json'), 'utf8');
    await fill(layout, image);
    await attach(layout, image.root, 'one');
    expect(await readFile(join(folder, 'index.json'), 'utf8')).toBe(before);
    expect(await put(layout, image.blobs[0] as Piece)).toBe('present');
  });

  it('keeps what others wrote into index.json', async () => {
    const layout = await Layout.init(folder);
    const image = testImage();
    await fill(layout, image);
    const path = join(folder, 'index.json');
    const index = JSON.parse(await readFile(path, 'utf8')) as { manifests: Record<string, unknown>[] };
    Object.assign(index.manifests[0] as object, { urls: ['https://example.com'], data: 'e30=' });
    await writeFile(path, JSON.stringify(index));
    await attach(layout, image.root, 'one');
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      manifests: [{ urls: ['https://example.com'], data: 'e30=' }, {}],
    });
  });

  it('moves a tag from one image to another', async () => {
    const layout = await Layout.init(folder);
    const [one, two] = [testImage('one'), testImage('two')];
    await fill(layout, one);
    await fill(layout, two);
    await layout.setTag('1.0', one.root.descriptor.digest);
    expect((await layout.getManifest('1.0')).descriptor.digest).toBe(one.root.descriptor.digest);
    await layout.setTag('1.0', two.root.descriptor.digest);
    expect((await layout.getManifest('1.0')).descriptor.digest).toBe(two.root.descriptor.digest);
    expect((await layout.entries()).filter(({ annotations }) => annotations !== undefined)).toHaveLength(1);
  });

  it('loses no entry to writers at once', async () => {
    const layout = await Layout.init(folder);
    const image = testImage();
    await fill(layout, image);
    const texts = Array.from({ length: 8 }, (_, at) => `text ${at}`);
    const manifests = await Promise.all(
      texts.map(async (text) => await attach(await Layout.open(folder), image.root, text)),
    );
    const listed = (await layout.entries()).map(({ digest }) => digest);
    for (const { descriptor } of manifests) expect(listed).toContain(descriptor.digest);
  });

  it('loses what nothing refers to, and only that', async () => {
    const layout = await Layout.init(folder);
    const image = testImage();
    await fill(layout, image);
    const referrer = await attach(layout, image.root, 'one');
    const stray = piece('nobody wants me', 'application/octet-stream');
    await put(layout, stray);
    expect(await collectGarbage(layout)).toEqual([stray.descriptor.digest]);
    expect(await collectGarbage(layout)).toEqual([]);
    await layout.removeEntries([referrer.descriptor.digest]);
    expect((await collectGarbage(layout)).length).toBe(3);
    const left = await readdir(join(folder, 'blobs', 'sha256'));
    expect(left).toHaveLength(image.blobs.length + image.manifests.length + 1);
  });

  it('finds referrers that are not listed, as cosign save writes them', async () => {
    const layout = await Layout.init(folder);
    const image = testImage();
    await fill(layout, image);
    const { manifest, blobs } = testReferrer(image.root.descriptor, 'unlisted');
    for (const blob of blobs) await put(layout, blob);
    await layout.putManifest(manifest.bytes, MANIFEST);
    const found = await (await Layout.open(folder)).referrersOf(image.root.descriptor.digest);
    expect(found).toMatchObject([
      { descriptor: { digest: manifest.descriptor.digest, annotations: { 'org.example.text': 'unlisted' } } },
    ]);
    expect(await layout.referrersOf((image.manifests[0] as Piece).descriptor.digest)).toEqual([]);
  });
});

describe('a layout refuses', () => {
  it('a folder that is none', async () => {
    const error = await refusal(Layout.open(folder), 'source/not-found');
    expect(error.exit).toBe(2);
    await writeFile(join(folder, 'index.json'), '{"schemaVersion":2,"manifests":[]}');
    await refusal(Layout.open(folder), 'evidence/invalid');
  });

  it('one byte changed in a blob or manifest, and names it', async () => {
    const layout = await Layout.init(folder);
    const image = testImage();
    await fill(layout, image);
    for (const { descriptor, bytes } of [image.root, ...image.manifests, ...image.blobs]) {
      const changed = Buffer.from(bytes);
      changed[0] = (changed[0] ?? 0) ^ 1;
      await writeFile(blobFile(descriptor.digest), changed);
      const read = await refusal(layout.readBlob(descriptor, 10_000), 'evidence/tampered');
      expect(read.message).toContain(descriptor.digest.slice(7));
      expect(await layout.hasBlob(descriptor)).toBe(false);
      await writeFile(blobFile(descriptor.digest), bytes);
    }
    await truncate(blobFile(image.root.descriptor.digest), 10);
    await refusal(layout.getManifest(image.root.descriptor.digest), 'evidence/tampered');
  });

  it('a blob that is missing, or is a link', async () => {
    const layout = await Layout.init(folder);
    const image = testImage();
    await fill(layout, image);
    const blob = image.blobs[0] as Piece;
    await rm(blobFile(blob.descriptor.digest));
    const error = await refusal(layout.readBlob(blob.descriptor, 10_000), 'evidence/invalid');
    expect(error.exit).toBe(4);
    await symlink('/dev/zero', blobFile(blob.descriptor.digest));
    await refusal(layout.readBlob(blob.descriptor, 10_000), 'evidence/invalid');
  });

  it('bytes that are not what they are named, leaving nothing behind', async () => {
    const layout = await Layout.init(folder);
    const blob = piece('promised', 'x');
    await refusal(
      layout.putBlob(blob.descriptor, () => Readable.from([Buffer.from('pr0mised')])),
      'evidence/tampered',
    );
    expect(await readdir(join(folder, 'blobs', 'sha256'))).toEqual([]);
  });

  it('an index.json that is nonsense', async () => {
    await Layout.init(folder);
    for (const text of ['[]', '{"schemaVersion":2,"manifests":[{"digest":"sha256:../../x"}]}', '{', 'null'])
      await expect(
        (async () => {
          await writeFile(join(folder, 'index.json'), text);
          await Layout.open(folder);
        })(),
        text,
      ).rejects.toMatchObject({ code: 'evidence/invalid' });
  });

  it('every text that is no digest as the name of a blob', async () => {
    const layout = await Layout.init(folder);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.constantFrom('../x', '/etc/passwd', '\0')), async (text) => {
        const digest = `sha256:${text}` as Digest;
        await expect(layout.readBlob({ mediaType: 'x', digest, size: 1 }, 10)).rejects.toMatchObject({
          code: 'reference/invalid',
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('round trips', () => {
  it('give back the bytes written, whatever they are', async () => {
    const layout = await Layout.init(folder);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (bytes) => {
        const blob = piece(Buffer.from(bytes), 'application/octet-stream');
        await put(layout, blob);
        expect(await layout.readBlob(blob.descriptor, 5_000)).toEqual(blob.bytes);
        expect(sha256(bytes)).toBe(blob.descriptor.digest);
      }),
      { numRuns: 30 },
    );
  });
});
