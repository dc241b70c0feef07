import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importArchive } from '../../src/registry/import-archive.js';
import { Layout } from '../../src/registry/layout.js';
import { sha256 } from './fake-registry.js';
import { INDEX, testImage, testReferrer } from './images.js';
import { refusal } from './refusals.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'acgs-archive-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

type Entry = [name: string, content: string | Buffer | Partial<Header>];

async function archive(...entries: Entry[]): Promise<string> {
  const tar = pack();
  for (const [name, content] of entries)
    if (typeof content === 'string' || Buffer.isBuffer(content)) tar.entry({ name }, content);
    else tar.entry({ name, ...content });
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  const path = join(folder, 'image.tar');
  await writeFile(path, Buffer.concat(chunks));
  return path;
}

const emptyLayout = async (): Promise<Layout> => await Layout.init(join(folder, 'layout'));
const blobName = (bytes: Buffer | string): string => `blobs/sha256/${sha256(bytes).slice(7)}`;

const layer = 'the only layer';
const config = JSON.stringify({ os: 'linux', rootfs: { type: 'layers', diff_ids: [sha256(layer)] } });
const dockerManifest = (overrides: object = {}): string =>
  JSON.stringify([{ Config: 'config.json', RepoTags: ['api:1.0'], Layers: ['one/layer.tar'], ...overrides }]);

/** An archive of a layout, as Docker 25 and later save it. */
function layoutEntries(): { image: ReturnType<typeof testImage>; entries: Entry[] } {
  const image = testImage();
  const index = { schemaVersion: 2, mediaType: INDEX, manifests: [image.root.descriptor] };
  const pieces = [image.root, ...image.manifests, ...image.blobs];
  return {
    image,
    entries: [
      ['blobs', { type: 'directory' }],
      ...pieces.map(({ bytes }): Entry => [blobName(bytes), bytes]),
      ['oci-layout', '{"imageLayoutVersion":"1.0.0"}'],
      ['index.json', JSON.stringify(index)],
    ],
  };
}

describe('an archive', () => {
  it('of a layout is read whole, by its index', async () => {
    const { image, entries } = layoutEntries();
    const layout = await emptyLayout();
    const root = await importArchive(await archive(...entries), layout);
    expect(root).toEqual(image.root.descriptor);
    expect((await layout.image()).bytes).toEqual(image.root.bytes);
    for (const { descriptor, bytes } of image.blobs)
      expect(await layout.readBlob(descriptor, 1_000)).toEqual(bytes);
  });

  it('of a layout with signatures is the image, and they come along', async () => {
    const { image, entries } = layoutEntries();
    const [platform] = image.manifests;
    const referrers = [image.root, platform!].map(({ descriptor }, at) =>
      testReferrer(descriptor, `signature ${at}`),
    );
    const manifests = [image.root, ...referrers.map(({ manifest }) => manifest)];
    const index = {
      schemaVersion: 2,
      mediaType: INDEX,
      // Whatever the order: what has a subject is no image.
      manifests: manifests.map(({ descriptor }) => descriptor).toReversed(),
    };
    const path = await archive(
      ...entries.filter(([name]) => name !== 'index.json'),
      ...referrers.flatMap(({ manifest, blobs }) =>
        [manifest, ...blobs].map(({ bytes }): Entry => [blobName(bytes), bytes]),
      ),
      ['index.json', JSON.stringify(index)],
    );
    const layout = await emptyLayout();
    expect((await importArchive(path, layout)).digest).toBe(image.root.descriptor.digest);
    for (const [at, subject] of [image.root, platform!].entries())
      expect(
        (await layout.referrersOf(subject.descriptor.digest)).map(({ descriptor }) => descriptor.digest),
      ).toEqual([referrers[at]!.manifest.descriptor.digest]);
  });

  it('of a layout with two images is refused', async () => {
    const [one, two] = [testImage('one'), testImage('two')];
    const index = {
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [one.root.descriptor, two.root.descriptor],
    };
    const pieces = [one, two].flatMap(({ root, manifests, blobs }) => [root, ...manifests, ...blobs]);
    const path = await archive(...pieces.map(({ bytes }): Entry => [blobName(bytes), bytes]), [
      'index.json',
      JSON.stringify(index),
    ]);
    await refusal(importArchive(path, await emptyLayout()), 'usage/invalid');
  });

  it('by an older docker keeps the image id, also with links for layers', async () => {
    const layout = await emptyLayout();
    const path = await archive(
      ['two/layer.tar', layer],
      ['one/layer.tar', { type: 'symlink', linkname: '../two/layer.tar' }],
      ['config.json', config],
      ['manifest.json', dockerManifest()],
    );
    const { digest } = await importArchive(path, layout);
    const { content } = await layout.getManifest(digest);
    expect(content).toMatchObject({
      kind: 'manifest',
      manifest: { config: { digest: sha256(config) }, layers: [{ digest: sha256(layer) }] },
    });
    expect(await layout.images()).toHaveLength(1);
  });
});

describe('compressed layers in an archive', () => {
  it('are taken when they unpack to what the config names, and refused otherwise', async () => {
    const good = gzipSync(layer);
    const files = (bytes: Buffer): Entry[] => [
      ['one/layer.tar', bytes],
      ['config.json', config],
      ['manifest.json', dockerManifest()],
    ];
    const layout = await emptyLayout();
    const { digest } = await importArchive(await archive(...files(good)), layout);
    expect((await layout.getManifest(digest)).content).toMatchObject({
      manifest: {
        layers: [{ digest: sha256(good), mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }],
      },
    });
    const other = await archive(...files(gzipSync('another layer')));
    await refusal(importArchive(other, layout), 'evidence/tampered');
    await refusal(importArchive(await archive(...files(good.subarray(0, -4))), layout), 'evidence/tampered');
  });
});

describe('an archive is refused', () => {
  it('when a blob has other bytes than its name says', async () => {
    const { entries } = layoutEntries();
    const changed = entries.map(([name, content], at): Entry =>
      at === 2 && Buffer.isBuffer(content)
        ? [name, Buffer.concat([content, Buffer.from(' ')])]
        : [name, content],
    );
    const error = await refusal(
      importArchive(await archive(...changed), await emptyLayout()),
      'evidence/tampered',
    );
    expect(error.message).toContain('blobs/sha256/');
  });

  it('when a layer is not the one that the config names', async () => {
    const path = await archive(
      ['one/layer.tar', 'another layer'],
      ['config.json', config],
      ['manifest.json', dockerManifest()],
    );
    await refusal(importArchive(path, await emptyLayout()), 'evidence/tampered');
  });

  it('when it is compressed, with what to do', async () => {
    const path = join(folder, 'image.tar.gz');
    await writeFile(path, gzipSync(Buffer.alloc(100_000)));
    const error = await refusal(importArchive(path, await emptyLayout()), 'evidence/invalid');
    expect(error.next[0]).toContain('gunzip');
  });

  it.each<[string, Entry[]]>([
    ['nothing', []],
    ['no manifest', [['hello.txt', 'x']]],
    ['a manifest of nothing', [['manifest.json', '[]']]],
    [
      'a missing layer',
      [
        ['config.json', config],
        ['manifest.json', dockerManifest()],
      ],
    ],
    [
      'an index that names what is not there',
      [['index.json', JSON.stringify({ manifests: [testImage().root.descriptor] })]],
    ],
    [
      'links in a circle',
      [
        ['config.json', { type: 'symlink', linkname: 'b' }],
        ['b', { type: 'symlink', linkname: 'config.json' }],
        ['manifest.json', dockerManifest()],
      ],
    ],
    [
      'a device for a config',
      [
        ['config.json', { type: 'character-device' }],
        ['one/layer.tar', layer],
        ['manifest.json', dockerManifest()],
      ],
    ],
  ])('with %s', async (_what, entries) => {
    await refusal(importArchive(await archive(...entries), await emptyLayout()), 'evidence/invalid');
  });

  it('with several images', async () => {
    const list = JSON.stringify([...(JSON.parse(dockerManifest()) as object[]), { Config: 'c', Layers: [] }]);
    const path = await archive(['manifest.json', list]);
    await refusal(importArchive(path, await emptyLayout()), 'usage/invalid');
  });

  it('when it is no archive at all', async () => {
    const path = join(folder, 'noise');
    await writeFile(path, Buffer.alloc(4_096, 'noise'));
    await refusal(importArchive(path, await emptyLayout()), 'evidence/invalid');
    await refusal(importArchive(join(folder, 'absent'), await emptyLayout()), 'evidence/invalid');
  });
});

describe('names in an archive', () => {
  it.each([
    '../../../escaped',
    '/tmp/acgs-escaped',
    'a/../../../../escaped',
    'blobs/sha256/../../../../escaped',
    'x\0y',
    '__proto__',
  ])('never become a path: %j', async (name) => {
    const layout = await emptyLayout();
    const path = await archive(
      [name, 'planted'],
      ['link', { type: 'symlink', linkname: '/etc/passwd' }],
      ['hard', { type: 'link', linkname: '/etc/passwd' }],
      ['one/layer.tar', layer],
      ['config.json', config],
      ['manifest.json', dockerManifest()],
    );
    await importArchive(path, layout);
    expect((await readdir(folder)).sort()).toEqual(['image.tar', 'layout']);
    expect((await readdir(layout.folder)).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    const blobs = await readdir(join(layout.folder, 'blobs', 'sha256'), { withFileTypes: true });
    for (const blob of blobs) {
      expect(blob.isFile()).toBe(true);
      expect(blob.name).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('cannot crash it, whatever the bytes', async () => {
    const { entries } = layoutEntries();
    const good = await archive(...entries);
    const { readFile } = await import('node:fs/promises');
    const bytes = await readFile(good);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
        const mutated = Buffer.from(bytes);
        mutated[at] = value;
        const path = join(folder, 'mutated.tar');
        await writeFile(path, mutated);
        await rm(join(folder, 'layout'), { recursive: true, force: true });
        const outcome = await importArchive(path, await emptyLayout()).then(
          () => 'read',
          (error: unknown) => (error as { code?: string }).code,
        );
        expect(outcome).toMatch(/^(?:read|evidence\/.*)$/);
      }),
      { numRuns: 60 },
    );
  });
});
