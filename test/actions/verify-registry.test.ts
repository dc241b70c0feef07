import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImage } from '../../src/actions/open-image.js';
import { signImage } from '../../src/actions/sign.js';
import { type ImageVerification, verifyImage, type VerifyOptions } from '../../src/actions/verify.js';
import { signerOfKey } from '../../src/signing/choose-signer.js';
import { FakeRegistry } from '../registry/fake-registry.js';
import { seedImage, testImage } from '../registry/images.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { root, manifests } = testImage();
let registry: FakeRegistry;

/** Verifies the image anew. @returns also the requests that it took, by what they asked for */
async function verify(
  bend: Partial<VerifyOptions> = {},
): Promise<{ verification: ImageVerification; requests: string[] }> {
  const before = registry.requests.length;
  const options: VerifyOptions = {
    policy: { kind: 'keys', keys: [publicKey] },
    anchors: () => Promise.reject(new Error('no authority is needed for a key')),
    ...bend,
  };
  const image = await openImage(`${registry.host}/acme/api@${root.descriptor.digest}`);
  const verification = await verifyImage(image, options);
  return { verification, requests: registry.requests.slice(before).map(({ path }) => path) };
}

beforeAll(async () => {
  registry = await FakeRegistry.start();
  seedImage(registry, 'acme/api', testImage());
  const image = await openImage(`${registry.host}/acme/api`);
  await signImage(image, { signer: signerOfKey(privateKey, 'a key'), recursive: true });
});
afterAll(async () => {
  await registry.close();
});

const asked = (requests: readonly string[], digest: string): number =>
  requests.filter((path) => path.includes(`/referrers/${digest}`)).length;

describe('an index in a registry', () => {
  it('is verified by what is attached to itself; its platforms are read, not what is attached to them', async () => {
    const { verification, requests } = await verify();
    expect(verification).toMatchObject({ verified: true, subjects: [{ verified: true }] });
    expect(asked(requests, root.descriptor.digest)).toBe(1);
    for (const { descriptor } of manifests) {
      expect(requests).toContain(`/v2/acme/api/manifests/${descriptor.digest}`);
      expect(asked(requests, descriptor.digest)).toBe(0);
    }
    // its manifest, two of platforms, referrers API, fallback tag, two legacy tags, referrer, bundle
    expect(requests).toHaveLength(9);
  });

  it.each([{ recursive: true }, { deep: true }])('is read with all that is attached: %j', async (bend) => {
    const { verification, requests } = await verify(bend);
    expect(verification.verified).toBe(true);
    for (const { descriptor } of [root, ...manifests])
      expect(asked(requests, descriptor.digest)).toBeGreaterThan(0);
  });

  it('is not verified where evidence that was asked for was changed', async () => {
    const [platform] = manifests;
    const end = registry.fault((request, response) => {
      if (!request.path.includes(`/referrers/${platform?.descriptor.digest ?? ''}`)) return false;
      response.writeHead(200, { 'content-type': 'application/vnd.oci.image.index.v1+json' }).end('{}');
      return true;
    });
    expect((await verify()).verification.verified).toBe(true);
    for (const bend of [{ recursive: true }, { deep: true }])
      expect((await verify(bend)).verification).toMatchObject({
        verified: false,
        failure: { code: 'evidence/invalid' },
      });
    end();
  });
});
