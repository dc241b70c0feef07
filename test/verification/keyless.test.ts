import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeBundle } from '../../src/evidence/bundle.js';
import { signatureStatement } from '../../src/evidence/statement-codec.js';
import { digestOf } from '../../src/model/digest.js';
import { PREDICATE } from '../../src/model/predicate-types.js';
import { compileIdentity } from '../../src/verification/identity-policy.js';
import { type RefusalCode } from '../../src/verification/refusal.js';
import { type Verdict } from '../../src/verification/result.js';
import { openBundle } from '../../src/verification/signed-evidence.js';
import { type VerificationRequest, verifyEvidence } from '../../src/verification/verify-evidence.js';
import {
  around,
  ISSUER,
  type Recipe,
  SIGNED_AT,
  SUBJECT,
  type TrustedRootJson,
  VirtualSigstore,
} from './virtual-ca.js';
import { authority } from './virtual/certificates.js';
import { implicit } from './virtual/der.js';
import { makeLog } from './virtual/log.js';

const sigstore = new VirtualSigstore();
const image = digestOf('an image');
const other = digestOf('another image');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const later = (ms: number): Date => new Date(SIGNED_AT.getTime() + ms);

interface Case {
  readonly recipe?: Recipe;
  readonly request?: Partial<VerificationRequest>;
  readonly trust?: (json: TrustedRootJson) => void;
  readonly identity?: { subject?: string; issuer?: string; claims?: Record<string, string> };
}

async function judge({ recipe = {}, request = {}, trust, identity = {} }: Case): Promise<Verdict> {
  const bytes = await sigstore.keylessBytes(image, recipe);
  const claims = Object.fromEntries(
    Object.entries(identity.claims ?? {}).map(([name, literal]) => [name, { literal }]),
  );
  return await verifyEvidence(() => openBundle(bytes), {
    subject: { digests: { sha256: image.slice(7) } },
    policy: {
      kind: 'identities',
      identities: [
        await compileIdentity({
          subject: { literal: identity.subject ?? SUBJECT },
          issuer: { literal: identity.issuer ?? ISSUER },
          claims,
        }),
      ],
    },
    anchors: () => sigstore.anchors(trust),
    ...request,
  });
}

describe('a keyless bundle is accepted', () => {
  it.each<[string, Case]>([
    ['with a log’s promise', {}],
    ['with an older intoto entry', { recipe: { logVersion: 'intoto' } }],
    [
      'with an entry of Rekor v2 and a timestamp',
      { recipe: { logVersion: 'hashedrekord-v2', stampedAt: SIGNED_AT } },
    ],
    ['with a promise and a timestamp', { recipe: { stampedAt: later(MINUTE) } }],
    [
      'with claims that were asked for',
      { identity: { claims: { sourceRepositoryURI: 'https://github.com/acme/api' } } },
    ],
    [
      'with entries of two logs where two are asked for',
      {
        recipe: { logs: [sigstore.rekor, sigstore.secondRekor] },
        request: { thresholds: { logs: 2, timestamps: 1, certificateLogs: 1 } },
      },
    ],
    [
      'with an e-mail address as subject',
      {
        recipe: { leaf: { san: [implicit(1, Buffer.from('dev@acme.example'))] } },
        identity: { subject: 'dev@acme.example' },
      },
    ],
    ['at the very end of the certificate’s life', { recipe: { integratedAt: later(9 * MINUTE) } }],
    ['young enough', { request: { maxAge: { milliseconds: HOUR, now: later(HOUR) } } }],
  ])('%s', async (_name, of) => {
    expect(await judge(of)).toMatchObject({ verified: true });
  });

  it('with a document that says what was verified', async () => {
    expect(await judge({ recipe: { stampedAt: later(MINUTE) } })).toMatchObject({
      result: {
        mediaType: 'application/vnd.dev.sigstore.verificationresult+json;version=0.1',
        statement: { predicateType: PREDICATE.cosignSign, subject: [{ digest: { sha256: image.slice(7) } }] },
        signature: { certificate: { subjectAlternativeName: SUBJECT, extensions: { issuer: ISSUER } } },
        verifiedTimestamps: [
          { type: 'Tlog', timestamp: SIGNED_AT.toISOString() },
          { type: 'TimestampAuthority', timestamp: later(MINUTE).toISOString() },
        ],
        logEntries: [
          {
            logId: sigstore.rekor.id.toString('hex'),
            kind: 'dsse/0.0.1',
            integratedTime: SIGNED_AT.toISOString(),
          },
        ],
        verifiedIdentity: { subjectAlternativeName: SUBJECT, issuer: ISSUER },
      },
    });
  });
});

const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });

describe('a keyless bundle is refused', () => {
  it.each<[RefusalCode, string, Case]>([
    [
      'subject/mismatch',
      'whose statement names another image',
      { recipe: { statement: signatureStatement(other) } },
    ],
    [
      'predicate/mismatch',
      'of another predicate type than asked for',
      { request: { predicateType: PREDICATE.slsaProvenance1 } },
    ],
    [
      'predicate/mismatch',
      'whose predicate type only begins like the one asked for',
      {
        recipe: {
          statement: { ...signatureStatement(image), predicateType: `${PREDICATE.slsaProvenance1}.1` },
        },
        request: { predicateType: PREDICATE.slsaProvenance1 },
      },
    ],
    [
      'statement/malformed',
      'whose payload is validly signed nonsense',
      { recipe: { payload: Buffer.from('{') } },
    ],
    [
      'statement/malformed',
      'whose statement has no subject',
      { recipe: { payload: Buffer.from(JSON.stringify({ ...signatureStatement(image), subject: [] })) } },
    ],
    [
      'statement/malformed',
      'whose subject is null',
      { recipe: { payload: Buffer.from(JSON.stringify({ ...signatureStatement(image), subject: [null] })) } },
    ],
    [
      'envelope/payload-type',
      'with another payload type',
      { recipe: { payloadType: 'application/vnd.in-toto+json; charset=utf-8' } },
    ],
    [
      'envelope/payload-type',
      'with a payload type that looks the same',
      { recipe: { payloadType: 'аpplication/vnd.in-toto+json' } },
    ],
    [
      'signature/invalid',
      'signed by another key than the certificate’s',
      { recipe: { signWith: stranger.privateKey } },
    ],
    [
      'log/key-mismatch',
      'whose log entry holds another certificate',
      { recipe: { loggedCertificate: sigstore.certificate(stranger.publicKey) } },
    ],
    [
      'log/key-mismatch',
      'whose v2 log entry holds another certificate',
      {
        recipe: {
          loggedCertificate: sigstore.certificate(stranger.publicKey),
          logVersion: 'hashedrekord-v2',
          stampedAt: SIGNED_AT,
        },
      },
    ],
    ['log/missing', 'without a log entry', { recipe: { noLog: true, stampedAt: SIGNED_AT } }],
    ['log/untrusted', 'entered in a log nobody trusts', { recipe: { log: makeLog('rekor.virtual') } }],
    [
      'log/duplicate',
      'with one entry twice',
      {
        recipe: { repeatEntry: true, stampedAt: SIGNED_AT },
        request: { thresholds: { logs: 2, timestamps: 1, certificateLogs: 1 } },
      },
    ],
    ['timestamp/missing', 'of Rekor v2 without a timestamp', { recipe: { logVersion: 'hashedrekord-v2' } }],
    [
      'timestamp/missing',
      'whose entry claims a time without a promise',
      { recipe: { integratedAt: 'none' } },
    ],
    [
      'timestamp/invalid',
      'stamped by an authority nobody trusts',
      { recipe: { stampedAt: SIGNED_AT, tsa: new VirtualSigstore().tsa } },
    ],
    [
      'timestamp/invalid',
      'whose timestamp is over other bytes',
      { recipe: { stampedAt: SIGNED_AT, stampedData: Buffer.from('other') } },
    ],
    [
      'certificate/untrusted',
      'stamped after the certificate’s life',
      { recipe: { logVersion: 'hashedrekord-v2', stampedAt: later(HOUR) } },
    ],
    [
      'certificate/untrusted',
      'promised before the certificate’s life',
      { recipe: { integratedAt: later(-HOUR) } },
    ],
    [
      'certificate/untrusted',
      'one of whose two times is outside the certificate’s life',
      { recipe: { stampedAt: later(HOUR) } },
    ],
    [
      'certificate/untrusted',
      'from an authority nobody trusts',
      { recipe: { issuer: authority('virtual intermediate', around(SIGNED_AT, HOUR, HOUR)) } },
    ],
    [
      'certificate/untrusted',
      'from an intermediate that had expired',
      {
        recipe: { issuer: authority('short', around(later(-2 * HOUR), HOUR, HOUR), sigstore.root) },
      },
    ],
    [
      'certificate/transparency',
      'without the promise of a certificate log',
      { recipe: { leaf: { ctLog: undefined as never } } },
    ],
    [
      'certificate/transparency',
      'with the promise of another certificate log',
      { recipe: { leaf: { ctLog: stranger.privateKey } } },
    ],
    [
      'certificate/usage',
      'with a certificate that is not for signing code',
      { recipe: { leaf: { usage: '1.3.6.1.5.5.7.3.1' } } },
    ],
    [
      'certificate/malformed',
      'with two subjects in the certificate',
      {
        recipe: {
          leaf: {
            san: [implicit(6, Buffer.from(SUBJECT)), implicit(6, Buffer.from('https://evil.example'))],
          },
        },
      },
    ],
    ['identity/subject', 'by another identity', { identity: { subject: `${SUBJECT}0` } }],
    ['identity/issuer', 'of another issuer', { identity: { issuer: 'https://accounts.example' } }],
    [
      'identity/extension',
      'with another claim',
      { identity: { claims: { sourceRepositoryURI: 'https://github.com/acme/other' } } },
    ],
    [
      'identity/extension',
      'without a claim that is asked for',
      { identity: { claims: { buildTrigger: 'push' } } },
    ],
    [
      'age/too-old',
      'made too long ago',
      { request: { maxAge: { milliseconds: HOUR, now: later(2 * HOUR) } } },
    ],
    [
      'log/untrusted',
      'where the log’s trust has no beginning',
      {
        trust: ({ tlogs }) => {
          for (const log of tlogs) delete log.publicKey.validFor.start;
        },
      },
    ],
    [
      'certificate/transparency',
      'where the certificate log’s trust has no beginning',
      {
        trust: ({ ctlogs }) => {
          for (const log of ctlogs) delete log.publicKey.validFor.start;
        },
      },
    ],
    [
      'log/untrusted',
      'promised after the log’s trust ended',
      {
        trust: ({ tlogs }) => {
          for (const log of tlogs) log.publicKey.validFor.end = later(-HOUR).toISOString();
        },
      },
    ],
    [
      'log/window',
      'stamped after the log’s trust ended (Rekor v2)',
      {
        recipe: { logVersion: 'hashedrekord-v2', stampedAt: SIGNED_AT },
        trust: ({ tlogs }) => {
          for (const log of tlogs) log.publicKey.validFor.end = later(-HOUR).toISOString();
        },
      },
    ],
    [
      'certificate/untrusted',
      'when the authority was no longer trusted',
      {
        trust: ({ certificateAuthorities: [ca] }) => {
          if (ca !== undefined) ca.validFor.end = later(-HOUR).toISOString();
        },
      },
    ],
    [
      'timestamp/invalid',
      'when the timestamp authority was no longer trusted',
      {
        recipe: { stampedAt: SIGNED_AT },
        trust: ({ timestampAuthorities: [tsa] }) => {
          if (tsa !== undefined) tsa.validFor.end = later(-HOUR).toISOString();
        },
      },
    ],
  ])('%s: %s', async (code, _name, of) => {
    expect(await judge(of)).toMatchObject({ verified: false, reason: { code } });
  });

  it('log/missing: with two entries of one log where two logs are asked for', async () => {
    const [first, second] = await Promise.all([sigstore.keyless(image), sigstore.keyless(image)]);
    const entries = [first, second].flatMap(({ verificationMaterial }) => verificationMaterial.tlogEntries);
    const bundle = {
      ...first,
      verificationMaterial: { ...first.verificationMaterial, tlogEntries: entries },
    };
    const verdict = await verifyEvidence(() => openBundle(encodeBundle(bundle)), {
      subject: { digests: { sha256: image.slice(7) } },
      policy: {
        kind: 'identities',
        identities: [await compileIdentity({ subject: { literal: SUBJECT }, issuer: { literal: ISSUER } })],
      },
      anchors: () => sigstore.anchors(),
      thresholds: { logs: 2, timestamps: 1, certificateLogs: 1 },
    });
    expect(verdict).toMatchObject({ verified: false });
  });

  it('log/mismatch: with the log entry of another bundle by the same signer', async () => {
    const [mine, foreign] = await Promise.all([sigstore.keyless(image), sigstore.keyless(image)]);
    mine.verificationMaterial.tlogEntries = foreign.verificationMaterial.tlogEntries;
    const verdict = await verifyEvidence(() => openBundle(encodeBundle(mine)), {
      subject: { digests: { sha256: image.slice(7) } },
      policy: {
        kind: 'identities',
        identities: [await compileIdentity({ subject: { literal: SUBJECT }, issuer: { literal: ISSUER } })],
      },
      anchors: () => sigstore.anchors(),
    });
    expect(verdict).toMatchObject({ verified: false, reason: { code: 'log/mismatch' } });
  });

  it('key/kind: where a key was asked for', async () => {
    expect(await judge({ request: { policy: { kind: 'keys', keys: [stranger.publicKey] } } })).toMatchObject({
      reason: { code: 'key/kind' },
    });
  });

  it('certificate/untrusted: without any authority', async () => {
    const bytes = await sigstore.keylessBytes(image);
    const verdict = await verifyEvidence(() => openBundle(bytes), {
      subject: { digests: { sha256: image.slice(7) } },
      policy: {
        kind: 'identities',
        identities: [await compileIdentity({ subject: { literal: SUBJECT }, issuer: { literal: ISSUER } })],
      },
    });
    expect(verdict.verified).toBe(false);
  });
});
