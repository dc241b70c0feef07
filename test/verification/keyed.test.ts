import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { ed25519ph } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBundle, messageBundle } from '../../src/evidence/bundle.js';
import { algorithmOf, type HashName } from '../../src/evidence/key-algorithm.js';
import { keyHint, publicKeyPem } from '../../src/evidence/public-key.js';
import { signatureStatement } from '../../src/evidence/statement-codec.js';
import { digestOf } from '../../src/model/digest.js';
import { keySigner } from '../../src/signing/signers/key-signer.js';
import { signMessage, signStatement } from '../../src/signing/sign-content.js';
import { type RefusalCode } from '../../src/verification/refusal.js';
import { type Verdict } from '../../src/verification/result.js';
import { openBundle } from '../../src/verification/signed-evidence.js';
import { type VerificationRequest, verifyEvidence } from '../../src/verification/verify-evidence.js';
import { VirtualSigstore } from './virtual-ca.js';
import { makeLog } from './virtual/log.js';

const image = digestOf('an image');
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
const parties = { signer: keySigner(privateKey), witnesses: [] };
const bundle = await signStatement(signatureStatement(image), parties);
const sigstore = new VirtualSigstore();

function judge(bytes: Uint8Array, request: Partial<VerificationRequest> = {}): Promise<Verdict> {
  return verifyEvidence(() => openBundle(bytes), {
    subject: { digests: { sha256: image.slice(7) } },
    policy: { kind: 'keys', keys: [publicKey] },
    ...request,
  });
}

/** The bundle with its JSON bent. */
function bent(change: (json: BundleJson) => void, bytes: Buffer = bundle): Buffer {
  const json = JSON.parse(bytes.toString()) as BundleJson;
  change(json);
  return Buffer.from(JSON.stringify(json));
}

interface BundleJson {
  mediaType?: string;
  verificationMaterial: { publicKey?: { hint?: string }; certificate?: unknown; tlogEntries?: unknown[] };
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string; keyid?: string }[] };
  messageSignature?: unknown;
}

describe('a bundle by a key', () => {
  it('is as cosign v3 writes it', () => {
    expect(JSON.parse(bundle.toString())).toEqual({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: keyHint(publicKey) } },
      dsseEnvelope: {
        payload: Buffer.from(
          `{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"${image.slice(7)}"}}],` +
            '"predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{}}',
        ).toString('base64'),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ sig: expect.any(String) }],
      },
    });
  });

  it('is accepted under its key, whichever of several that is', async () => {
    expect(await judge(bundle)).toMatchObject({
      verified: true,
      result: { signature: { publicKeyHint: keyHint(publicKey) } },
    });
    expect(await judge(bundle, { policy: { kind: 'keys', keys: [stranger, publicKey] } })).toMatchObject({
      verified: true,
    });
  });

  it('is accepted with another hint, since a hint is only a hint', async () => {
    const renamed = bent((json) => {
      json.verificationMaterial.publicKey = { hint: 'my key' };
    });
    expect(await judge(renamed)).toMatchObject({ verified: true });
  });

  it('is accepted with an entry of a trusted log', async () => {
    const logged = await sigstore.keyed(privateKey, publicKeyPem(publicKey), keyHint(publicKey), image, {
      log: sigstore.rekor,
    });
    expect(await judge(logged, { anchors: () => sigstore.anchors() })).toMatchObject({
      verified: true,
      result: { logEntries: [{ kind: 'dsse/0.0.1' }], verifiedTimestamps: [{ type: 'Tlog' }] },
    });
  });

  it.each<[RefusalCode, string, () => Promise<Verdict> | Verdict]>([
    [
      'key/mismatch',
      'under another key',
      () => judge(bundle, { policy: { kind: 'keys', keys: [stranger] } }),
    ],
    [
      'signature/invalid',
      'with another signature',
      () =>
        judge(
          bent(
            ({
              dsseEnvelope: {
                signatures: [first],
              },
            }) => {
              if (first !== undefined) first.sig = Buffer.from('other').toString('base64');
            },
          ),
        ),
    ],
    [
      'subject/mismatch',
      'about another image',
      () => judge(bundle, { subject: { digests: { sha256: digestOf('x').slice(7) } } }),
    ],
    [
      'subject/mismatch',
      'about an image known by another hash only',
      () => judge(bundle, { subject: { digests: { sha512: 'a'.repeat(128) } } }),
    ],
    [
      'bundle/malformed',
      'with two signatures',
      () =>
        judge(
          bent(({ dsseEnvelope }) => {
            dsseEnvelope.signatures.push(...dsseEnvelope.signatures);
          }),
        ),
    ],
    [
      'bundle/malformed',
      'without a signature',
      () =>
        judge(
          bent(({ dsseEnvelope }) => {
            dsseEnvelope.signatures = [];
          }),
        ),
    ],
    [
      'bundle/malformed',
      'of a version that is not known',
      () =>
        judge(
          bent((json) => {
            json.mediaType = 'application/vnd.dev.sigstore.bundle.v0.9+json';
          }),
        ),
    ],
    [
      'bundle/malformed',
      'with two contents',
      () =>
        judge(
          bent((json) => {
            json.messageSignature = {};
          }),
        ),
    ],
    [
      'bundle/malformed',
      'with a key and a certificate',
      () =>
        judge(
          bent((json) => {
            json.verificationMaterial.certificate = {};
          }),
        ),
    ],
    ['bundle/malformed', 'that is no JSON', () => judge(Buffer.from('{'))],
    ['bundle/malformed', 'that is not UTF-8', () => judge(Buffer.from([0x7b, 0xff, 0x7d]))],
    ['bundle/too-large', 'that nests a thousand levels', () => judge(Buffer.from('['.repeat(1000)))],
    [
      'bundle/too-large',
      'with 33 log entries',
      () =>
        judge(
          bent((json) => {
            json.verificationMaterial.tlogEntries = Array.from({ length: 33 }, () => ({
              logIndex: '1',
              logId: { keyId: '' },
              kindVersion: { kind: 'a', version: 'b' },
              inclusionProof: { checkpoint: { envelope: '' } },
            }));
          }),
        ),
    ],
    [
      'bundle/too-large',
      'with 1,025 subjects',
      async () =>
        judge(
          await signStatement(
            {
              ...signatureStatement(image),
              subject: Array.from({ length: 1025 }, () => ({ digest: { sha256: image.slice(7) } })),
            },
            parties,
          ),
        ),
    ],
    [
      'log/untrusted',
      'with an entry of a log nobody trusts',
      async () =>
        judge(
          await sigstore.keyed(privateKey, publicKeyPem(publicKey), keyHint(publicKey), image, {
            log: makeLog('rekor.virtual'),
          }),
          { anchors: () => sigstore.anchors() },
        ),
    ],
    [
      'log/untrusted',
      'with a log entry and no trusted log at all',
      async () =>
        judge(
          await sigstore.keyed(privateKey, publicKeyPem(publicKey), keyHint(publicKey), image, {
            log: sigstore.rekor,
          }),
        ),
    ],
    [
      'log/key-mismatch',
      'with an entry that holds another key',
      async () =>
        judge(
          await sigstore.keyed(privateKey, publicKeyPem(stranger), keyHint(publicKey), image, {
            log: sigstore.rekor,
          }),
          { anchors: () => sigstore.anchors() },
        ),
    ],
    [
      'annotation/mismatch',
      'without an annotation that is asked for',
      () => judge(bundle, { annotations: { team: 'api' } }),
    ],
    [
      'annotation/mismatch',
      'with another annotation',
      async () =>
        judge(await signStatement(signatureStatement(image, { team: 'web' }), parties), {
          annotations: { team: 'api' },
        }),
    ],
    [
      'timestamp/missing',
      'without a signed time where an age was asked for',
      () => judge(bundle, { maxAge: { milliseconds: 1, now: new Date() } }),
    ],
    [
      'key/unsupported',
      'under a key of another kind',
      () =>
        judge(bundle, {
          policy: { kind: 'keys', keys: [generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey] },
        }),
    ],
  ])('%s: it is refused %s', async (code, _name, verdict) => {
    expect(await verdict()).toMatchObject({ verified: false, reason: { code } });
  });
});

const KEYS: readonly (readonly [string, KeyObject])[] = [
  ['P-256', privateKey],
  ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey],
  ['P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey],
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey],
  ['Ed25519', generateKeyPairSync('ed25519').privateKey],
];

describe('a signature with annotations', () => {
  it('is accepted where it carries those asked for', async () => {
    const annotated = await signStatement(signatureStatement(image, { team: 'api', stage: 'x' }), parties);
    expect(await judge(annotated, { annotations: { team: 'api' } })).toMatchObject({ verified: true });
  });
});

describe.each(KEYS)('with a %s key', (name, key) => {
  const policy = { kind: 'keys', keys: [createPublicKey(key)] } as const;
  const own = { signer: keySigner(key), witnesses: [] };
  const file = Buffer.from('a file');
  const digestsOf = (of: Buffer, hash: HashName = 'sha256'): Record<string, string> => ({
    [hash]: createHash(hash).update(of).digest('hex'),
  });

  it('a statement is signed and verified', async () => {
    const bytes = await signStatement(signatureStatement(image), own);
    expect(await judge(bytes, { policy })).toMatchObject({ verified: true });
  });

  it('a file is signed and verified by its bytes', async () => {
    const bytes = await signMessage(file, own);
    const subject = { digests: digestsOf(file), bytes: file };
    expect(await judge(bytes, { subject, policy })).toMatchObject({ verified: true });
  });

  it('a file is verified by its digest alone, but for plain Ed25519', async () => {
    const bytes = await signMessage(file, own);
    expect(await judge(bytes, { subject: { digests: digestsOf(file) }, policy })).toMatchObject(
      name === 'Ed25519' ? { reason: { code: 'digest/unavailable' } } : { verified: true },
    );
  });

  it('another file is refused', async () => {
    const bytes = await signMessage(file, own);
    const other = Buffer.from('another file');
    expect(
      await judge(bytes, { subject: { digests: digestsOf(other), bytes: other }, policy }),
    ).toMatchObject({
      reason: { code: 'digest/mismatch' },
    });
  });

  it('every digest that goes with the key is accepted', async () => {
    for (const hash of algorithmOf(key).accepts) {
      const signature =
        name === 'Ed25519'
          ? Buffer.from(ed25519ph.sign(file, Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url')))
          : sign(hash, file, key);
      const digest = createHash(hash).update(file).digest();
      const hint = keyHint(createPublicKey(key));
      const bytes = encodeBundle(
        messageBundle({ digest, hash, signature }, { signer: { kind: 'public-key', hint } }),
      );
      expect(await judge(bytes, { subject: { digests: digestsOf(file, hash) }, policy })).toMatchObject({
        verified: true,
      });
    }
  });
});

describe('a valid bundle that was mutated', () => {
  it('is never accepted unless it says the same', async () => {
    const original = JSON.parse(bundle.toString()) as BundleJson;
    await fc.assert(
      fc.asyncProperty(fc.nat(bundle.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const mutated = Buffer.from(bundle);
        mutated[at] = (mutated[at] ?? 0) ^ flip;
        const verdict = await judge(mutated);
        if (!verdict.verified) return;
        // Only what nobody signs may differ: the hint, an unknown field's name, the unused bits of base64.
        const now = JSON.parse(mutated.toString()) as BundleJson;
        const bytes = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64');
        expect(bytes(now.dsseEnvelope.payload)).toEqual(bytes(original.dsseEnvelope.payload));
        expect(now.dsseEnvelope.payloadType).toBe(original.dsseEnvelope.payloadType);
        expect(bytes(now.dsseEnvelope.signatures[0]?.sig)).toEqual(
          bytes(original.dsseEnvelope.signatures[0]?.sig),
        );
      }),
      { numRuns: 1500 },
    );
  });

  it('ends in a verdict, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await judge(bytes)).toMatchObject({ verified: false });
      }),
      { numRuns: 500 },
    );
  });

  it('keyless: no changed byte of certificate, timestamp, log entry or envelope is accepted', async () => {
    const { compileIdentity } = await import('../../src/verification/identity-policy.js');
    const { ISSUER, SUBJECT, SIGNED_AT } = await import('./virtual-ca.js');
    const policy = {
      kind: 'identities',
      identities: [await compileIdentity({ subject: { literal: SUBJECT }, issuer: { literal: ISSUER } })],
    } as const;
    const anchors = sigstore.anchors();
    const valid = await sigstore.keylessBytes(image, { stampedAt: SIGNED_AT });
    expect(await judge(valid, { policy, anchors: () => anchors })).toMatchObject({ verified: true });
    const before = JSON.stringify(significant(valid));
    await fc.assert(
      fc.asyncProperty(fc.nat(valid.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const mutated = Buffer.from(valid);
        mutated[at] = (mutated[at] ?? 0) ^ flip;
        const verdict = await judge(mutated, { policy, anchors: () => anchors });
        if (verdict.verified) expect(JSON.stringify(significant(mutated))).toBe(before);
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});

/** The decoded bytes that matter: base64 has spare bits, and the library drops the proof's redundant copies. */
function significant(bytes: Buffer): unknown {
  const { content, key, signature } = openBundle(bytes);
  return [
    content.kind === 'statement' ? content.payload : '',
    key.kind === 'certificate' ? key.der : '',
    signature,
  ];
}
