import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../src/actions/build.js';
import { buildImage, buildRoute } from '../../src/image/build-image.js';
import { imageLabels } from '../../src/image/labels.js';
import { type Descriptor, type Index, type Manifest } from '../../src/model/descriptor.js';
import { type Digest, hexOf } from '../../src/model/digest.js';
import { Engine } from '../../src/system/docker.js';
import { bench } from '../bench/bench.js';
import { runOk } from '../bench/run.js';
import { type Scratch, scratchFolder } from '../bench/scratch.js';
import { BUSYBOX, serviceOptions, useBenchEngine } from './bench-images.js';
import { blobsOf, reachable, rootsOf } from './layouts.js';

const base = 'busybox:stable';

/** Changes one byte in place. */
function spoil(file: string): void {
  const bytes = readFileSync(file);
  bytes[1000]! ^= 1;
  chmodSync(file, 0o644);
  writeFileSync(file, bytes);
}

describe('build', () => {
  let scratch: Scratch;
  beforeAll(useBenchEngine);
  beforeEach(() => {
    scratch = scratchFolder();
  });
  afterEach(() => {
    scratch.remove();
  });
  const layout = (): string => join(scratch.folder, 'dist/release/api/image');
  const read = <Document>(digest: Digest): Document =>
    JSON.parse(readFileSync(join(layout(), 'blobs/sha256', hexOf(digest)), 'utf8')) as Document;

  it('makes an image whose index is ours, labelled, with no attestation of BuildKit in it', async () => {
    const lines: string[] = [];
    const options = serviceOptions(
      scratch.folder,
      `FROM ${base}\nRUN echo built-$((40+2)) && date > /when\n`,
    );
    const result = await build({ ...options, onLine: (line) => lines.push(line) });

    const digest = bench().baseImages[BUSYBOX].split('@')[1];
    const name = bench().baseImages[BUSYBOX].split('@')[0];
    const expected = {
      'io.acgs.constitutional-hash': 'cdd01ef066bc6cf2',
      'org.opencontainers.image.base.digest': digest,
      'org.opencontainers.image.base.name': name,
      'org.opencontainers.image.created': '2023-11-14T22:13:20Z',
      'org.opencontainers.image.revision': 'a'.repeat(40),
      'org.opencontainers.image.source': 'https://example.com/acme/api',
      'org.opencontainers.image.version': '1.2.3',
    };
    expect(result.artifact).toMatchObject({
      service: 'api',
      image: 'acme/api',
      layout: 'dist/release/api/image',
    });
    expect(result.artifact.bases).toEqual([{ name: BUSYBOX, digest }]);
    expect(rootsOf(layout()).map((entry) => entry.digest)).toEqual([result.artifact.digest]);
    const index = read<Index>(result.artifact.digest);
    expect(index.annotations).toEqual(expected);
    expect(index.manifests.map((entry) => entry.platform?.os)).toEqual(['linux']);
    const [platform] = result.artifact.platforms;
    const config = read<{ config: { Labels: object }; created: string }>(platform!.config);
    expect(config.config.Labels).toEqual(expect.objectContaining(expected));
    expect(config.created).toBe('2023-11-14T22:13:20Z');
    expect(blobsOf(layout())).toEqual(reachable(layout()));
    expect(readdirSync(layout()).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    // BuildKit says that the base it used is the one that was resolved.
    expect(result.materials.map((material) => material.digest['sha256'])).toContain(digest?.slice(7));
    expect(result.provenance[0]?.predicateType).toBe('https://slsa.dev/provenance/v1');
    expect(result.warnings).toEqual([]);
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^#\d+ built-42$/)]));
  });

  it('gives one digest when it is built twice from nothing, elsewhere', async () => {
    const text = `FROM ${base}\nARG NONCE\nCOPY file /srv/\nRUN echo stable > /out && chmod 600 /out\n`;
    const digests = [];
    for (const _round of [1, 2]) {
      using place = scratchFolder({ file: 'content' });
      const options = serviceOptions(place.folder, text);
      // Another cache scope: nothing of the first build may be reused but the base.
      await runOk(bench().tools.docker, ['buildx', 'prune', '--force', '--filter', 'type=regular']);
      digests.push((await build(options)).artifact.digest);
    }
    expect(digests[1]).toBe(digests[0]);
  });

  it('keeps the digest with COPY . . although a layout and a key lie in the context', async () => {
    writeFileSync(join(scratch.folder, 'app'), 'app');
    const options = serviceOptions(scratch.folder, `FROM ${base}\nCOPY . /srv/\n`);
    const first = await build(options);
    const second = await build(options);
    expect(second.artifact.digest).toBe(first.artifact.digest);
  });

  it('takes layers from the layout that it replaces and from others, never damaged ones', async () => {
    const text = `FROM ${base}\nCOPY large /srv/\n`;
    writeFileSync(join(scratch.folder, 'large'), randomBytes(300_000));
    const options = serviceOptions(scratch.folder, text);
    const first = await build(options);
    const blobs = join(layout(), 'blobs/sha256');
    const isLarge = (name: string): boolean => statSync(join(blobs, name)).size > 200_000;
    const inodes = (folder: string, names: readonly string[]): bigint[] =>
      names.map((name) => statSync(join(folder, name), { bigint: true }).ino);
    const large = readdirSync(blobs).filter(isLarge);
    expect(large).toHaveLength(2);
    const before = inodes(blobs, large);

    writeFileSync(join(scratch.folder, 'large'), randomBytes(300_000));
    const changed = await build(options);
    expect(changed.artifact.digest).not.toBe(first.artifact.digest);
    const kept = large.filter((name) => existsSync(join(blobs, name)));
    expect(kept).toHaveLength(1);
    expect(inodes(blobs, kept)).toEqual([before[large.indexOf(kept[0]!)]]);
    expect(blobsOf(layout())).toEqual(reachable(layout()));

    // one byte of the base's layer: the layer comes from BuildKit again
    const damaged = join(blobs, kept[0]!);
    spoil(damaged);
    const again = await build(options);
    expect(again.artifact.digest).toBe(changed.artifact.digest);
    expect(again.warnings).toEqual([expect.stringContaining('layers that lay here cannot be used')]);
    expect(blobsOf(layout())).toEqual(reachable(layout()));
    expect(inodes(blobs, kept)).not.toEqual([before[large.indexOf(kept[0]!)]]);

    const elsewhere = join(scratch.folder, 'dist/release/other/image');
    await build({ ...options, layout: elsewhere, seeds: [layout()] });
    expect(inodes(join(elsewhere, 'blobs/sha256'), kept)).toEqual(inodes(blobs, kept));
  });

  it('finds layers of a build elsewhere in the cache, and replaces what is damaged there', async () => {
    const cache = { folder: join(scratch.folder, 'layers'), limit: 2 ** 30 };
    writeFileSync(join(scratch.folder, 'large'), randomBytes(2_000_000));
    const options = serviceOptions(scratch.folder, `FROM ${base}\nCOPY large /srv/\n`);
    const first = await build({ ...options, cache });
    const kept = readdirSync(join(cache.folder, 'blobs/sha256'));
    // busybox's own layer is of that size on some machines and not on others
    expect(kept.length).toBeGreaterThan(0);
    const inode = (folder: string): bigint =>
      statSync(join(folder, 'blobs/sha256', kept[0]!), { bigint: true }).ino;
    const checkout = (name: string): string => join(scratch.folder, 'dist/release', name, 'image');

    const second = await build({ ...options, cache, layout: checkout('second') });
    expect(second.artifact.digest).toBe(first.artifact.digest);
    expect(second.warnings).toEqual([]);
    expect(inode(checkout('second'))).toBe(inode(cache.folder));
    expect(blobsOf(checkout('second'))).toEqual(reachable(checkout('second')));

    spoil(join(cache.folder, 'blobs/sha256', kept[0]!));
    const third = await build({ ...options, cache, layout: checkout('third') });
    expect(third.artifact.digest).toBe(first.artifact.digest);
    expect(third.warnings).toEqual([expect.stringContaining('cannot be used')]);
    expect(inode(checkout('third'))).toBe(inode(cache.folder));
    expect((await build({ ...options, cache, layout: checkout('fourth') })).warnings).toEqual([]);
  });

  it('a cache that cannot be written to is said, and the image is built', async () => {
    writeFileSync(join(scratch.folder, 'no-folder'), 'x');
    const cache = { folder: join(scratch.folder, 'no-folder', 'layers'), limit: 2 ** 30 };
    writeFileSync(join(scratch.folder, 'large'), randomBytes(2_000_000));
    const options = serviceOptions(scratch.folder, `FROM ${base}\nCOPY large /srv/\n`);
    const lines: string[] = [];
    const { warnings } = await build({ ...options, cache, onLine: (line) => lines.push(line) });
    expect(blobsOf(layout())).toEqual(reachable(layout()));
    expect(warnings).toEqual([]);
    expect(lines.at(-1)).toMatch(/layers are not kept in .*no-folder.*ACGS_LAYER_CACHE=off/);
  });

  it('builds several platforms at once', async () => {
    const platforms = ['arm64', 'amd64'].map((architecture) => ({ os: 'linux', architecture }));
    writeFileSync(join(scratch.folder, 'file'), 'x');
    const options = serviceOptions(scratch.folder, 'FROM scratch\nCOPY file /\n', {
      platforms,
      buildContexts: {},
    });
    const { artifact } = await build({ ...options, bases: [{ name: 'scratch', final: true }] });
    expect(artifact.platforms.map(({ platform }) => platform.architecture)).toEqual(['amd64', 'arm64']);
    expect(new Set(artifact.platforms.map(({ config }) => config)).size).toBe(2);
    expect(blobsOf(layout())).toEqual(reachable(layout()));
  });

  it('keeps a secret out of layers, history, labels, provenance and output', async () => {
    const canary = 'canary-7f3a91d2-secret';
    process.env['ACGS_TEST_CANARY'] = canary;
    writeFileSync(join(scratch.folder, 'secret.txt'), `first line of canary\n${canary}-in-file\n`);
    try {
      const lines: string[] = [];
      const text = [
        `FROM ${base}`,
        'RUN --mount=type=secret,id=env --mount=type=secret,id=file \\',
        '  cat /run/secrets/env /run/secrets/file && test "$(cat /run/secrets/env | wc -c)" -gt 10 && echo ok > /ok',
        // A cached step prints nothing.
        `RUN --mount=type=secret,id=env echo ${randomUUID()} && cat /run/secrets/env`,
      ].join('\n');
      const secrets = {
        env: { env: 'ACGS_TEST_CANARY' },
        file: { file: join(scratch.folder, 'secret.txt') },
      };
      const options = serviceOptions(scratch.folder, text, { secrets, ignore: 'secret.txt\ndist\n' });
      const result = await build({ ...options, onLine: (line) => lines.push(line) });
      expect(lines.join('\n')).toContain('***');
      expect(lines.join('\n')).not.toContain(canary);
      expect(JSON.stringify(result)).not.toContain(canary);
      for (const name of blobsOf(layout())) {
        const bytes = readFileSync(join(layout(), 'blobs/sha256', name));
        const plain = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
        expect(plain.includes(canary)).toBe(false);
      }
    } finally {
      delete process.env['ACGS_TEST_CANARY'];
    }
  });

  it('says what is missing when a secret’s variable is not set', async () => {
    const options = serviceOptions(scratch.folder, `FROM ${base}\n`, {
      secrets: { npm: { env: 'ACGS_TEST_UNSET' } },
    });
    await expect(build(options)).rejects.toMatchObject({ code: 'usage/invalid', exit: 2 });
  });

  it.each([
    ['a failing command', `FROM ${base}\nRUN echo why >&2 && exit 7\n`, /exit code 7: echo why/, 2],
    ['a syntax error', `FROM ${base}\nRUNN true\n`, /cannot be read: unknown instruction: RUNN/, 2],
    ['a file that is not there', `FROM ${base}\nCOPY nope /\n`, /"\/nope" is not in the build context/, 2],
  ])('fails in one line with the place for %s, and leaves nothing', async (_what, text, message, line) => {
    await expect(build(serviceOptions(scratch.folder, text))).rejects.toMatchObject({
      code: 'build/failed',
      exit: 1,
      message: expect.stringMatching(message),
      file: 'api/Dockerfile',
      line,
    });
    expect(existsSync(layout())).toBe(false);
    expect(readdirSync(join(scratch.folder, 'dist/release/api'))).toEqual([]);
  });

  it('leaves the former layout as it was when a build fails', async () => {
    const { artifact } = await build(serviceOptions(scratch.folder, `FROM ${base}\n`));
    await expect(build(serviceOptions(scratch.folder, `FROM ${base}\nRUN false\n`))).rejects.toThrow();
    expect(rootsOf(layout())[0]?.digest).toBe(artifact.digest);
    expect(blobsOf(layout())).toEqual(reachable(layout()));
  });

  it('builds the test stage after the image, and fails with it', async () => {
    const text = (command: string): string =>
      `FROM ${base} AS app\nRUN true\nFROM app AS test\nRUN ${command}\nFROM app\n`;
    const passes = { ...serviceOptions(scratch.folder, text('echo tested')), test: { target: 'test' } };
    const result = await build(passes);
    expect(result.testDurationMs).toBeGreaterThan(0);
    const fails = {
      ...serviceOptions(scratch.folder, text('echo 3 failing && exit 3')),
      test: { target: 'test' },
    };
    await expect(build(fails)).rejects.toMatchObject({
      code: 'build/failed',
      output: expect.stringContaining('3 failing'),
    });
  });

  it('builds two services at once', async () => {
    using other = scratchFolder({ file: 'other' });
    writeFileSync(join(scratch.folder, 'file'), 'one');
    const text = `FROM ${base}\nCOPY file /\nRUN cat /file\n`;
    const [one, two] = await Promise.all([
      build(serviceOptions(scratch.folder, text)),
      build(serviceOptions(other.folder, text)),
    ]);
    expect(one.artifact.digest).not.toBe(two.artifact.digest);
    expect(blobsOf(layout())).toEqual(reachable(layout()));
  });

  it('stops at once when it is interrupted, and leaves nothing', async () => {
    const controller = new AbortController();
    const started = Date.now();
    const options = serviceOptions(scratch.folder, `FROM ${base}\nRUN echo sleeping && sleep 60\n`);
    const onLine = (line: string): void => {
      if (line.includes('sleeping')) controller.abort();
    };
    await expect(build({ ...options, onLine, signal: controller.signal })).rejects.toMatchObject({
      code: 'run/interrupted',
      exit: 130,
    });
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(readdirSync(join(scratch.folder, 'dist/release/api'))).toEqual([]);
  });

  it('saves the image from an engine that cannot export OCI, and leaves none of its own there', async () => {
    const engine = await Engine.open();
    const route = { ...(await buildRoute(engine)), exportsLayouts: false };
    const options = serviceOptions(scratch.folder, `FROM ${base}\nRUN echo saved > /saved\n`);
    const request = {
      ...options.request,
      labels: imageLabels({ ...options.labels, createdSeconds: 1_700_000_000 }),
    };
    const built = await buildImage(request, route, { engine, layout: layout(), annotations: { k: 'v' } });
    expect(built.provenance).toEqual([]);
    expect(rootsOf(layout()).map(({ digest }) => digest)).toEqual([built.digest]);
    expect(blobsOf(layout())).toEqual(reachable(layout()));
    const manifest = read<Manifest>(read<Index>(built.digest).manifests[0]!.digest);
    expect(manifest.layers.map((layer: Descriptor) => layer.mediaType)).toEqual(
      manifest.layers.map(() => expect.stringMatching(/^application\/vnd\.oci\.image\.layer\.v1\.tar/)),
    );
    const { stdout } = await runOkOutput(['image', 'ls', '--quiet', '--filter', 'reference=acgs-build-*']);
    expect(stdout.trim()).toBe('');
    const two = {
      ...request,
      platforms: [
        { os: 'linux', architecture: 'amd64' },
        { os: 'linux', architecture: 'arm64' },
      ],
    };
    await expect(buildImage(two, route, { engine, layout: layout(), annotations: {} })).rejects.toMatchObject(
      {
        code: 'build/failed',
        message: expect.stringContaining('expected one platform, got 2'),
      },
    );
  });

  it('names a builder that does not exist', async () => {
    const options = serviceOptions(scratch.folder, `FROM ${base}\n`, { builder: 'acgs-no-such-builder' });
    await expect(build(options)).rejects.toMatchObject({ code: 'usage/invalid', exit: 2 });
  });

  it('says what to do where no engine answers', async () => {
    const former = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = `unix://${scratch.folder}/none.sock`;
    try {
      await expect(build(serviceOptions(scratch.folder, `FROM ${base}\n`))).rejects.toMatchObject({
        code: 'engine/missing',
        exit: 5,
        next: expect.arrayContaining([expect.stringContaining('start Docker')]),
      });
    } finally {
      if (former === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = former;
    }
  });
});

async function runOkOutput(args: readonly string[]): Promise<{ stdout: string }> {
  return { stdout: await runOk(bench().tools.docker, args) };
}
