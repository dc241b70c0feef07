import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeLegacyLogEntry, LEGACY_ANNOTATION } from '../../src/evidence/legacy-annotations.js';
import { toPem } from '../../src/evidence/pem.js';
import { publicKeyPem } from '../../src/evidence/public-key.js';
import { encodeSimpleSigning } from '../../src/evidence/simple-signing.js';
import { type Digest, digestOf } from '../../src/model/digest.js';
import { compileIdentity } from '../../src/verification/identity-policy.js';
import { openCandidate } from '../../src/verification/open-candidate.js';
import { type Verdict } from '../../src/verification/result.js';
import { type SignerPolicy, verifyEvidence } from '../../src/verification/verify-evidence.js';
import { ISSUER, SIGNED_AT, SUBJECT, VirtualSigstore } from '../verification/virtual-ca.js';
import { enter } from '../verification/virtual/log.js';

/** Signatures as cosign 2 writes them: a payload, and annotations that nothing binds to it but the verifier. */
const sigstore = new VirtualSigstore();
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const image = digestOf('an image');
const other = digestOf('another image');
const certificate = toPem('CERTIFICATE', sigstore.certificate(publicKey));

interface Signed {
  readonly payload: Buffer;
  readonly annotations: Record<string, string>;
}

/** A legacy signature of `of` with the entry that a log made for it; keyless with `verifier` a certificate. */
function signed(of: Digest, verifier: string): Signed {
  const payload = encodeSimpleSigning(of, 'registry.example/acme/api');
  const signature = sign('sha256', payload, privateKey).toString('base64');
  const entry = enter(sigstore.rekor, {
    kind: 'hashedrekord',
    version: '0.0.1',
    body: {
      apiVersion: '0.0.1',
      kind: 'hashedrekord',
      spec: {
        data: { hash: { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') } },
        signature: {
          content: signature,
          publicKey: { content: Buffer.from(verifier).toString('base64') },
        },
      },
    },
    integratedAt: SIGNED_AT,
  });
  return {
    payload,
    annotations: {
      [LEGACY_ANNOTATION.signature]: signature,
      [LEGACY_ANNOTATION.logEntry]: encodeLegacyLogEntry(entry) ?? '',
      ...(verifier.includes('CERTIFICATE') ? { [LEGACY_ANNOTATION.certificate]: verifier } : {}),
    },
  };
}

const KEYED: SignerPolicy = { kind: 'keys', keys: [publicKey] };
const KEYLESS: SignerPolicy = {
  kind: 'identities',
  identities: [await compileIdentity({ subject: { literal: SUBJECT }, issuer: { literal: ISSUER } })],
};

function judge({ payload, annotations }: Signed, policy: SignerPolicy): Promise<Verdict> {
  const candidate = {
    form: 'simple-signing',
    store: 'legacy-tag',
    manifest: other,
    subject: image,
    payload,
    annotations,
  } as const;
  return verifyEvidence(() => openCandidate(candidate), {
    subject: { digests: { sha256: image.slice(7) } },
    policy,
    anchors: () => sigstore.anchors(),
  });
}

describe.each([
  ['by a key', publicKeyPem(publicKey), KEYED],
  ['keyless', certificate, KEYLESS],
])('a legacy signature %s', (_how, verifier, policy) => {
  const mine = signed(image, verifier);
  const theirs = signed(other, verifier);
  const withAnnotation = (name: keyof typeof LEGACY_ANNOTATION, value: string): Signed => ({
    ...mine,
    annotations: { ...mine.annotations, [LEGACY_ANNOTATION[name]]: value },
  });

  it('is accepted with the log entry that was made for it', async () => {
    expect(await judge(mine, policy)).toMatchObject({ verified: true });
  });

  it('T4 is refused with the log entry of another signature by the same signer', async () => {
    const foreign = withAnnotation('logEntry', theirs.annotations[LEGACY_ANNOTATION.logEntry] ?? '');
    expect(await judge(foreign, policy)).toMatchObject({ reason: { code: 'log/mismatch' } });
  });

  it('T4 is refused with a log entry that holds another key', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const foreign = signed(image, publicKeyPem(stranger));
    const entry = foreign.annotations[LEGACY_ANNOTATION.logEntry] ?? '';
    const reason = (await judge(withAnnotation('logEntry', entry), policy)) as { reason?: { code: string } };
    expect(['log/mismatch', 'log/key-mismatch']).toContain(reason.reason?.code);
  });

  it('T17 is refused for another image, whatever its manifest says', async () => {
    expect(await judge(theirs, policy)).toMatchObject({ reason: { code: 'subject/mismatch' } });
  });

  it('T5 is refused when the time in its log entry was changed', async () => {
    const entry = (mine.annotations[LEGACY_ANNOTATION.logEntry] ?? '').replace(
      /"integratedTime":\d+/,
      '"integratedTime":1772366460',
    );
    expect(await judge(withAnnotation('logEntry', entry), policy)).toMatchObject({
      reason: { code: 'log/untrusted' },
    });
  });
});
