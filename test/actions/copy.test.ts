import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { copyImage, type Place } from '../../src/actions/copy.js';
import { AcgsError } from '../../src/model/errors.js';
import { Layout } from '../../src/registry/layout.js';
import { Repository } from '../../src/registry/repository.js';
import { FakeRegistry, type FakeRegistryOptions } from '../registry/fake-registry.js';
import { MANIFEST, seedImage, testImage, testReferrer } from '../registry/images.js';
import { refusal } from '../registry/refusals.js';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  delete process.env['COSIGN_REPOSITORY'];
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const image = testImage();
const { digest } = image.root.descriptor;

async function start(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const registry = await FakeRegistry.start(options);
  cleanUps.push(async () => await registry.close());
  return registry;
}

async function startWithImage(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const registry = await start(options);
  seedImage(registry, 'acme/api', image, '1.0');
  seedReferrer(registry, 'acme/api');
  return registry;
}

function seedReferrer(registry: FakeRegistry, repository: string): void {
  const { manifest, blobs } = testReferrer(image.root.descriptor, 'evidence');
  for (const { bytes } of blobs) registry.seedBlob(bytes);
  registry.seedManifest(repository, manifest.bytes, MANIFEST);
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'acgs-copy-'));
  cleanUps.push(async () => await rm(path, { recursive: true, force: true }));
  return join(path, 'layout');
}

const at = (registry: FakeRegistry, name: string): Place => ({
  kind: 'registry',
  reference: `${registry.host}/${name}`,
});

describe('a copy', () => {
  it('goes to several destinations and sets tags last', async () => {
    const [from, one, two] = [await startWithImage(), await start(), await start()];
    const report = await copyImage({
      from: at(from, 'acme/api:1.0'),
      to: [at(one, 'prod/api:stable'), at(two, 'prod/api')],
      tags: ['2.0'],
    });
    expect(report).toMatchObject({ digest, verified: false });
    expect(report.copies.map(({ reference, tags }) => [reference, tags])).toEqual([
      [`${one.host}/prod/api@${digest}`, ['stable', '2.0']],
      [`${two.host}/prod/api@${digest}`, ['2.0']],
    ]);
    const last = one.seen(/^PUT/).slice(-2);
    expect(last.map(({ path }) => path)).toEqual([
      '/v2/prod/api/manifests/stable',
      '/v2/prod/api/manifests/2.0',
    ]);
    expect(await new Repository(two.host, 'prod/api').referrersOf(digest)).toHaveLength(1);
  });

  it('into a layout and out of it again', async () => {
    const [from, to] = [await startWithImage(), await start()];
    const path = await folder();
    await copyImage({ from: at(from, 'acme/api:1.0'), to: [{ kind: 'layout', folder: path }] });
    await copyImage({ from: { kind: 'layout', folder: path }, to: [at(to, 'prod/api')], tags: ['1.0'] });
    const there = await new Repository(to.host, 'prod/api').getManifest('1.0');
    expect(there.descriptor.digest).toBe(digest);
    expect(await (await Layout.open(path)).entries()).toHaveLength(2);
  });

  it('of what does not verify writes nothing', async () => {
    const [from, to] = [await startWithImage(), await start()];
    const verify = async (): Promise<void> => {
      await Promise.resolve();
      throw new AcgsError('verify/failed', 'no signature');
    };
    const copy = copyImage({ from: at(from, 'acme/api:1.0'), to: [at(to, 'prod/api')], verify });
    await refusal(copy, 'verify/failed');
    expect(to.requests).toHaveLength(0);
  });

  it('copies the very digest that was verified, though the tag moves meanwhile', async () => {
    const [from, to] = [await startWithImage(), await start()];
    const other = testImage('other');
    const verify = async (): Promise<void> => {
      await Promise.resolve();
      seedImage(from, 'acme/api', other, '1.0');
    };
    const report = await copyImage({
      from: at(from, 'acme/api:1.0'),
      to: [at(to, 'prod/api')],
      tags: ['1.0'],
      verify,
    });
    expect(report).toMatchObject({ digest, verified: true });
    expect((await new Repository(to.host, 'prod/api').getManifest('1.0')).descriptor.digest).toBe(digest);
    expect(to.manifests.get('prod/api')?.has(other.root.descriptor.digest)).toBe(false);
  });

  it('brings evidence from COSIGN_REPOSITORY beside the image', async () => {
    const [from, evidence, to] = [await start(), await start(), await start()];
    seedImage(from, 'acme/api', image, '1.0');
    seedReferrer(evidence, 'signatures');
    process.env['COSIGN_REPOSITORY'] = `${evidence.host}/signatures`;
    const report = await copyImage({ from: at(from, 'acme/api:1.0'), to: [at(to, 'prod/api')] });
    expect(report.copies[0]?.result.referrers).toHaveLength(1);
    expect(await new Repository(to.host, 'prod/api').referrersOf(digest)).toHaveLength(1);
  });

  it('shows credentials of flags to the destination only', async () => {
    const auth = { kind: 'basic', username: 'ann', password: 'canary-password' } as const;
    const [from, to] = [
      await start({ auth: { ...auth, password: 'of-somebody-else' } }),
      await start({ auth }),
    ];
    const registry = { username: 'ann', password: 'canary-password' };
    const copy = copyImage({ from: at(from, 'acme/api:1.0'), to: [at(to, 'prod/api')], registry });
    await refusal(copy, 'registry/unauthorized');
    expect(from.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
    const open = await startWithImage();
    await copyImage({ from: at(open, 'acme/api:1.0'), to: [at(to, 'prod/api')], registry });
    expect(to.manifests.get('prod/api')?.has(digest)).toBe(true);
    expect(open.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it('refuses a destination with another digest, and none at all', async () => {
    const [from, to] = [await startWithImage(), await start()];
    const wrong = at(to, `prod/api@${testImage('other').root.descriptor.digest}`);
    await refusal(copyImage({ from: at(from, 'acme/api:1.0'), to: [wrong] }), 'usage/invalid');
    await refusal(copyImage({ from: at(from, 'acme/api:1.0'), to: [] }), 'usage/invalid');
  });

  it('that breaks off sets no tag', async () => {
    const [from, to] = [await startWithImage(), await start()];
    to.failWith(500, /^PUT .*manifests/, Infinity, { 'retry-after': '0' });
    const copy = copyImage({ from: at(from, 'acme/api:1.0'), to: [at(to, 'prod/api:1.0')] });
    await refusal(copy, 'registry/unreachable');
    expect(to.seen(/manifests\/1\.0/)).toHaveLength(0);
  });
});
