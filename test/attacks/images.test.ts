import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, runJson } from '../commands/run-command.js';
import { workFolder } from '../commands/signed-folder.js';
import { FakeRegistry } from '../registry/fake-registry.js';
import { seedImage, testImage } from '../registry/images.js';

/** Attacks by a registry, or by whoever can write to one, on `acgs verify IMAGE`. */
let work: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  work = await workFolder();
});
afterAll(() => {
  work.leave();
});

const open: FakeRegistry[] = [];
afterEach(async () => {
  for (const registry of open.splice(0)) await registry.close();
});

interface SignedImage {
  readonly registry: FakeRegistry;
  readonly reference: string;
  /** Of the index. */
  readonly digest: string;
  /** Of the manifest of one platform. */
  readonly platform: string;
}

/** A registry with an image at `acme/api:1.0`, its index and platforms signed. */
async function signedImage(): Promise<SignedImage> {
  const registry = await FakeRegistry.start();
  open.push(registry);
  const image = testImage();
  seedImage(registry, 'acme/api', image, '1.0');
  const reference = `${registry.host}/acme/api:1.0`;
  expect(await runCommand('sign', '--key', 'cosign.key', '-r', '-q', reference)).toMatchObject({ exit: 0 });
  registry.requests.splice(0);
  const platform = image.manifests[0]?.descriptor.digest ?? '';
  return { registry, reference, digest: image.root.descriptor.digest, platform };
}

const verify = async (...images: string[]): Promise<{ exit: number; results: unknown }> => {
  const { exit, document } = await runJson('verify', '--key', 'cosign.pub', ...images);
  return { exit, results: document['results'] };
};

describe('acgs verify IMAGE', { timeout: 60_000 }, () => {
  it('T34 judges the digest that the tag named first, though the tag moves meanwhile', async () => {
    const { registry, reference, digest } = await signedImage();
    const asked = registry.fault((request) => {
      if (request.path.endsWith('/manifests/1.0')) return false;
      seedImage(registry, 'acme/api', testImage('another'), '1.0');
      return false;
    });
    expect(await verify(reference)).toMatchObject({ exit: 0, results: [{ digest, verified: true }] });
    asked();
    expect(registry.seen(/manifests\/1\.0$/)).toHaveLength(1);
    // The tag now names an image that nobody signed.
    expect((await verify(reference)).exit).toBe(4);
  });

  it('sends each request once, and no more than it needs', async () => {
    const { registry, platform } = await signedImage();
    expect((await verify(`${registry.host}/acme/api@${platform}`)).exit).toBe(0);
    const sent = registry.requests.map(({ method, path }) => `${method} ${path}`);
    const tag = platform.replace(':', '-');
    const fixed = [
      `GET /v2/acme/api/manifests/${platform}`,
      `GET /v2/acme/api/referrers/${platform}`,
      `GET /v2/acme/api/manifests/${tag}`,
      `GET /v2/acme/api/manifests/${tag}.sig`,
      `GET /v2/acme/api/manifests/${tag}.att`,
    ];
    expect(sent).toEqual(expect.arrayContaining(fixed));
    // The referrer's manifest and the bundle in it.
    const rest = sent.filter((request) => !fixed.includes(request));
    expect(rest.map((request) => request.replace(/[0-9a-f]{64}$/, '…'))).toEqual([
      'GET /v2/acme/api/manifests/sha256:…',
      'GET /v2/acme/api/blobs/sha256:…',
    ]);
    expect(sent).toHaveLength(7);
  });

  it('judges many in one call: results in their order, the bad ones among them', async () => {
    const { registry, reference, digest, platform } = await signedImage();
    seedImage(registry, 'acme/bad', testImage('unsigned'), '1.0');
    const bad = `${registry.host}/acme/bad:1.0`;
    const gone = `${registry.host}/acme/gone:1.0`;
    const second = `${registry.host}/acme/api@${platform}`;
    const { exit, results } = await verify(reference, bad, gone, second);
    expect(exit).toBe(4);
    expect(results).toMatchObject([
      { digest, verified: true },
      { verified: false, failure: { code: 'verify/nothing' } },
      { verified: false, failure: { code: 'registry/not-found' } },
      { digest: platform, verified: true },
    ]);
  });
});
