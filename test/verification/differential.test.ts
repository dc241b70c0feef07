import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signatureStatement } from '../../src/evidence/statement-codec.js';
import { digestOf } from '../../src/model/digest.js';
import { compileIdentity } from '../../src/verification/identity-policy.js';
import { type RefusalCode } from '../../src/verification/refusal.js';
import { type Verdict } from '../../src/verification/result.js';
import { openBundle } from '../../src/verification/signed-evidence.js';
import { verifyEvidence } from '../../src/verification/verify-evidence.js';
import { mutants } from './fuzz/mutate-json.js';
import { plainJudge } from './fuzz/plain-sigstore.js';
import { fuzz } from './fuzz/runs.js';
import { ISSUER, type Recipe, SIGNED_AT, SUBJECT, VirtualSigstore } from './virtual-ca.js';

/**
 * Certificates, certificate logs and timestamps are judged by our own code, faster than `@sigstore/verify`; here it is held against that, bundle by
 * bundle. We never accept what it refuses. Where we refuse what it accepts, the reason is one of those that it does not look for.
 */
const STRICTER: readonly RefusalCode[] = [
  'bundle/malformed',
  'bundle/too-large',
  'envelope/signature-count',
  'envelope/payload-type',
  'statement/malformed',
  'subject/mismatch',
  // two algorithms, an extension twice, spare bits: DER that OpenSSL would read as another certificate
  'certificate/malformed',
  'certificate/usage',
  // a response that was not granted, or of several signers
  'timestamp/invalid',
  // a proof that is not about its checkpoint
  'log/untrusted',
  'log/key-mismatch',
  'log/window',
];

const sigstore = new VirtualSigstore();
const image = digestOf('an image');
const anchors = sigstore.anchors();
const policy = {
  kind: 'identities',
  identities: [await compileIdentity({ subject: { literal: SUBJECT }, issuer: { literal: ISSUER } })],
} as const;
const plain = plainJudge(sigstore.trustedRoot(), { subject: SUBJECT, issuer: ISSUER });

const ours = (bytes: Uint8Array): Promise<Verdict> =>
  verifyEvidence(() => openBundle(bytes), {
    subject: { digests: { sha256: image.slice(7) } },
    policy,
    anchors: () => anchors,
  });

interface Claims {
  /** Who signed what, with which signature and certificate. */
  readonly signed: string;
  /** Log entries and times that vouch for it. */
  readonly vouchers: readonly string[];
}

/**
 * What an accepted bundle says and rests on. A mutant that is accepted must say the same: the same signed bytes, signature, certificate and identity. It may
 * rest on less where enough is left (a second log entry taken out), never on anything that the original does not hold.
 */
async function claims(bytes: Buffer): Promise<Claims> {
  const verdict = await ours(bytes);
  if (!verdict.verified) throw new Error(verdict.reason.message);
  const { content, key, signature } = openBundle(bytes);
  const { logEntries, verifiedTimestamps, ...about } = verdict.result;
  return {
    signed: JSON.stringify([
      about,
      content.kind === 'statement' ? content.signed.toString('hex') : '',
      key.kind === 'certificate' ? key.der.toString('hex') : '',
      signature.toString('hex'),
    ]),
    vouchers: [
      ...verifiedTimestamps.map(({ type, timestamp }) => `${type} ${timestamp}`),
      ...logEntries.map(({ logId, logIndex }) => `${logId} ${logIndex}`),
      // where the promise is taken out, the proof places the entry
      ...proven(bytes),
    ],
  };
}

function proven(bytes: Buffer): string[] {
  return openBundle(bytes).logEntries.map(
    ({ logId, inclusionProof }) => `${logId.keyId.toString('hex')} ${inclusionProof?.logIndex ?? 'nowhere'}`,
  );
}

const RECIPES: readonly (readonly [string, Recipe])[] = [
  ['with a log’s promise', {}],
  ['with a promise and a timestamp', { stampedAt: SIGNED_AT }],
  ['of Rekor v2 with a timestamp', { logVersion: 'hashedrekord-v2', stampedAt: SIGNED_AT }],
  ['with an older intoto entry', { logVersion: 'intoto' }],
  ['with entries of two logs', { logs: [sigstore.rekor, sigstore.secondRekor] }],
];

describe.each(RECIPES)('a bundle %s', (_name, recipe) => {
  it('is judged as @sigstore/verify judges it, and so are its mutants', async () => {
    const [bytes, donor] = await Promise.all([
      sigstore.keylessBytes(image, recipe),
      sigstore.keylessBytes(image, { ...recipe, statement: signatureStatement(digestOf('another image')) }),
    ]);
    expect([(await ours(bytes)).verified, plain(bytes)]).toEqual([true, true]);
    const before = await claims(bytes);
    await fc.assert(
      fc.asyncProperty(mutants(bytes, donor), async (mutant) => {
        const verdict = await ours(mutant);
        const theirs = plain(mutant);
        if (verdict.verified) {
          expect(theirs).toBe(true);
          const after = await claims(mutant);
          expect(after.signed).toBe(before.signed);
          expect(after.vouchers.filter((voucher) => !before.vouchers.includes(voucher))).toEqual([]);
        } else if (theirs) expect(STRICTER).toContain(verdict.reason.code);
      }),
      fuzz(60),
    );
  }, 600_000);
});
