import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signAndVerify } from '../../../src/actions/attach-statement.js';
import { type Bundle, decodeBundle, HASH_ALGORITHM } from '../../../src/evidence/bundle.js';
import { publicKeyPem } from '../../../src/evidence/public-key.js';
import { signatureStatement } from '../../../src/evidence/statement-codec.js';
import { type ChosenSigner, signerOfKey } from '../../../src/signing/choose-signer.js';
import { proposeV1 } from '../../../src/signing/witnesses/rekor-v1-entry.js';
import { readTrustedRoot } from '../../../src/trust/trusted-root.js';
import { nth, startFaultProxy, type FaultProxy } from '../../bench/fault-proxy.js';
import {
  REKOR_V1_ORIGIN,
  type RekorV1StandIn,
  startRekorV1StandIn,
} from '../../bench/sigstore/rekor-v1-stand-in.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const DIGEST = `sha256:${'a'.repeat(64)}` as const;
let log: RekorV1StandIn;
let proxy: FaultProxy;
let signer: ChosenSigner;

beforeAll(async () => {
  log = await startRekorV1StandIn();
  proxy = await startFaultProxy(log.url.slice('http://'.length));
});
afterAll(async () => {
  await proxy.stop();
  await log.stop();
});
beforeEach(() => {
  proxy.script(() => undefined);
  proxy.forget();
  const anchors = readTrustedRoot(
    Buffer.from(
      JSON.stringify({
        mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
        tlogs: [
          {
            baseUrl: `http://${REKOR_V1_ORIGIN}`,
            hashAlgorithm: 'SHA2_256',
            publicKey: {
              rawBytes: log.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
              keyDetails: 'PKIX_ECDSA_P256_SHA_256',
              validFor: { start: '2026-01-01T00:00:00Z' },
            },
            logId: { keyId: log.id.toString('base64') },
          },
        ],
      }),
    ),
  );
  signer = signerOfKey(privateKey, 'a key', {
    services: { logs: [{ url: `http://${proxy.address}`, apiVersion: 1 }], timestampAuthorities: [] },
    anchors: () => Promise.resolve(anchors),
  });
});

const sign = async (): Promise<Bundle> =>
  decodeBundle(await signAndVerify(signatureStatement(DIGEST), signer));
const isPost = ({ method }: { method: string }): boolean => method === 'POST';

describe('a statement', () => {
  it('is entered, and the entry verifies', async () => {
    const { verificationMaterial } = await sign();
    expect(verificationMaterial.tlogEntries).toMatchObject([
      { kindVersion: { kind: 'dsse', version: '0.0.1' }, inclusionPromise: {}, inclusionProof: {} },
    ]);
  });

  it('is entered once where the answer got lost', async () => {
    const before = log.entries();
    proxy.script(nth(1, { kind: 'reset-after' }, isPost));
    const { verificationMaterial } = await sign();
    expect(log.entries()).toBe(before + 1);
    expect(verificationMaterial.tlogEntries).toHaveLength(1);
    expect(proxy.requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET']);
  });

  it.each([
    ['503', { kind: 'status', status: 503 }],
    ['429 with Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }],
    ['half an answer', { kind: 'half-body' }],
    ['a broken connection', { kind: 'reset' }],
  ] as const)('is entered after %s', async (_name, fault) => {
    const before = log.entries();
    proxy.script(nth(1, fault, isPost));
    await sign();
    expect(log.entries()).toBe(before + 1);
  });

  it('is not used where the log says that it has it, and has another', async () => {
    await sign();
    const [known] = [...log.uuids()].slice(-1);
    const body = JSON.stringify({ code: 409, message: `entry with UUID ${known ?? ''}` });
    proxy.script((seen) => (isPost(seen) ? { kind: 'status', status: 409, body } : undefined));
    await expect(sign()).rejects.toMatchObject({ code: 'service/invalid', message: /another entry/ });
  });

  it('is not used where the log says that it has it, and does not say where', async () => {
    proxy.script((seen) => (isPost(seen) ? { kind: 'status', status: 409, body: '{}' } : undefined));
    await expect(sign()).rejects.toMatchObject({ code: 'service/invalid' });
  });

  it.each([
    [400, 'service/refused'],
    [301, 'service/refused'],
    [401, 'service/refused'],
  ])('fails with the log and its reason: %i', async (status, code) => {
    proxy.script(() => ({ kind: 'status', status, body: '{"code":1,"message":"the reason"}' }));
    await expect(sign()).rejects.toMatchObject({ code, message: /the transparency log.*the reason/ });
  });
});

describe('a proposed entry', () => {
  // The form that another implementation sends to the same log.
  const { toProposedEntry } = createRequire(import.meta.url)('@sigstore/sign/dist/witness/tlog/entry.js') as {
    toProposedEntry: (
      content: Bundle['content'],
      key: string,
    ) => { spec: { proposedContent?: { envelope: string } } };
  };
  const pem = publicKeyPem(publicKey);

  it('of a message is that of sigstore-js', () => {
    const messageDigest = { algorithm: HASH_ALGORITHM.sha256, digest: Buffer.alloc(32, 1) };
    const content: Bundle['content'] = {
      $case: 'messageSignature',
      messageSignature: { messageDigest, signature: Buffer.from('signature') },
    };
    expect(proposeV1(content, pem)).toEqual(toProposedEntry(content, pem));
  });

  it('of a statement is that of sigstore-js, with the empty key id that cosign writes', () => {
    const content: Bundle['content'] = {
      $case: 'dsseEnvelope',
      dsseEnvelope: {
        payload: Buffer.from('{}'),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ sig: Buffer.from('signature'), keyid: '' }],
      },
    };
    const [ours, theirs] = [proposeV1(content, pem), toProposedEntry(content, pem)];
    const envelopeIn = (entry: object): unknown =>
      JSON.parse(
        (entry as { spec: { proposedContent: { envelope: string } } }).spec.proposedContent.envelope,
      );
    expect(envelopeIn(ours)).toMatchObject({
      ...(envelopeIn(theirs) as object),
      signatures: [{ keyid: '' }],
    });
    expect({ ...ours, spec: {} }).toEqual({ ...theirs, spec: {} });
  });

  it('of a message cannot be made with Ed25519', () => {
    const ed25519 = publicKeyPem(generateKeyPairSync('ed25519').publicKey);
    const messageDigest = { algorithm: HASH_ALGORITHM.sha256, digest: Buffer.alloc(32, 1) };
    const messageSignature = { messageDigest, signature: Buffer.from('signature') };
    expect(() => proposeV1({ $case: 'messageSignature', messageSignature }, ed25519)).toThrow(
      expect.objectContaining({ code: 'usage/invalid' }),
    );
  });
});
