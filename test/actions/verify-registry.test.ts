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
  it.each([{}, { recursive: true }, { deep: true }])(
    'is read with all that is attached: %j',
    async (bend) => {
      const { verification, requests } = await verify(bend);
      expect(verification.verified).toBe(true);
      for (const { descriptor } of [root, ...manifests])
        expect(asked(requests, descriptor.digest)).toBeGreaterThan(0);
    },
  );

  it('costs no request twice', async () => {
    const { requests } = await verify();
    // three manifests, and of each: referrers API, fallback tag, two legacy tags, referrer, bundle
    expect(requests).toHaveLength(21);
    expect(new Set(requests).size).toBe(21);
  });

  it.each([{}, { recursive: true }, { deep: true }])(
    'is not verified where evidence of a platform was changed: %j',
    async (bend) => {
      const [platform] = manifests;
      const end = registry.fault((request, response) => {
        if (!request.path.includes(`/referrers/${platform?.descriptor.digest ?? ''}`)) return false;
        response.writeHead(200, { 'content-type': 'application/vnd.oci.image.index.v1+json' }).end('{}');
        return true;
      });
      const { verification } = await verify(bend);
      end();
      expect(verification).toMatchObject({ verified: false, failure: { code: 'evidence/invalid' } });
    },
  );
});
