import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Bundle, encodeBundle, type TransparencyLogEntry } from '../../src/evidence/bundle.js';
import { digestOf } from '../../src/model/digest.js';
import { signatureStatement } from '../../src/evidence/statement-codec.js';
import { compileIdentity } from '../../src/verification/identity-policy.js';
import { type RefusalCode } from '../../src/verification/refusal.js';
import { type Verdict } from '../../src/verification/result.js';
import { openBundle } from '../../src/verification/signed-evidence.js';
import { type VerificationRequest, verifyEvidence } from '../../src/verification/verify-evidence.js';
import { ISSUER, type Recipe, SIGNED_AT, SUBJECT, VirtualSigstore } from '../verification/virtual-ca.js';
import { authority } from '../verification/virtual/certificates.js';

/** Attacks on keyless bundles that the tests of the verify core do not hold already; docs/threats.md lists all. */
const sigstore = new VirtualSigstore();
const image = digestOf('an image');
const other = digestOf('another image');

async function judge(bundle: Bundle, request: Partial<VerificationRequest> = {}): Promise<Verdict> {
  return await verifyEvidence(() => openBundle(encodeBundle(bundle)), {
    subject: { digests: { sha256: image.slice(7) } },
    policy: {
      kind: 'identities',
      identities: [await compileIdentity({ subject: { literal: SUBJECT }, issuer: { literal: ISSUER } })],
    },
    anchors: () => sigstore.anchors(),
    ...request,
  });
}

type Entry = TransparencyLogEntry;
type Proof = NonNullable<Entry['inclusionProof']>;

/** A valid bundle with something bent in its log entry. */
async function withEntry(bend: (entry: Entry) => Entry, recipe: Recipe = {}): Promise<Bundle> {
  return bent(await sigstore.keyless(image, recipe), bend);
}

function bent(bundle: Bundle, bend: (entry: Entry) => Entry): Bundle {
  const { verificationMaterial } = bundle;
  return {
    ...bundle,
    verificationMaterial: {
      ...verificationMaterial,
      tlogEntries: verificationMaterial.tlogEntries.map(bend),
    },
  };
}

const withProof = (bend: (proof: Proof) => Partial<Proof>, recipe?: Recipe): Promise<Bundle> =>
  withEntry(
    (entry) => ({
      ...entry,
      inclusionProof:
        entry.inclusionProof === undefined
          ? undefined
          : { ...entry.inclusionProof, ...bend(entry.inclusionProof) },
    }),
    recipe,
  );

const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

async function refuses(
  bundle: Bundle,
  code: RefusalCode,
  request?: Partial<VerificationRequest>,
): Promise<void> {
  expect(await judge(bundle, request)).toMatchObject({ verified: false, reason: { code } });
}

const V2: Recipe = { logVersion: 'hashedrekord-v2', stampedAt: SIGNED_AT };

describe('the signed content', () => {
  it('T2 a payload that cannot be parsed is a refusal, however well it is signed', async () => {
    for (const payload of ['{', '[]', 'null', '{"_type":"https://in-toto.io/Statement/v1"}'])
      await refuses(await sigstore.keyless(image, { payload: Buffer.from(payload) }), 'statement/malformed');
  });

  it('T8 a payload that was exchanged under the same signature is refused', async () => {
    const [mine, theirs] = await Promise.all([
      sigstore.keyless(image),
      sigstore.keyless(image, { statement: { ...signatureStatement(image), predicate: { more: 1 } } }),
    ]);
    await refuses({ ...mine, content: swapPayload(mine, theirs) }, 'log/mismatch');
  });

  it('T8 so it is in a bundle without log entries, by the signature alone', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const keyed = await sigstore.keyless(image, { signWith: privateKey, noLog: true });
    const theirs = await sigstore.keyless(image, {
      statement: { ...signatureStatement(image), predicate: { more: 1 } },
    });
    const asKeyed = (content: Bundle['content']): Bundle => ({
      ...keyed,
      content,
      verificationMaterial: {
        ...keyed.verificationMaterial,
        content: { $case: 'publicKey', publicKey: { hint: 'a key' } },
      },
    });
    const policy = { kind: 'keys', keys: [publicKey] } as const;
    expect(await judge(asKeyed(keyed.content), { policy })).toMatchObject({ verified: true });
    await refuses(asKeyed(swapPayload(keyed, theirs)), 'key/mismatch', { policy });
  });

  it('T17 a statement about another image, or about no digest that is known, is refused', async () => {
    await refuses(
      await sigstore.keyless(image, { statement: signatureStatement(other) }),
      'subject/mismatch',
    );
    const statement = { ...signatureStatement(image), subject: [{ digest: { sha1: image.slice(7, 47) } }] };
    await refuses(await sigstore.keyless(image, { statement }), 'subject/mismatch');
  });
});

function swapPayload(mine: Bundle, theirs: Bundle): Bundle['content'] {
  if (mine.content.$case !== 'dsseEnvelope' || theirs.content.$case !== 'dsseEnvelope')
    throw new Error('expected two envelopes');
  const { payload } = theirs.content.dsseEnvelope;
  return { $case: 'dsseEnvelope', dsseEnvelope: { ...mine.content.dsseEnvelope, payload } };
}

describe('the log entry', () => {
  it('T3 that speaks of another signature by the same signer is refused', async () => {
    const theirs = await sigstore.keyless(image);
    await refuses(
      await withEntry((entry) => theirs.verificationMaterial.tlogEntries[0] ?? entry),
      'log/mismatch',
    );
  });

  it('T5 without its promise has no time, whatever integratedTime says', async () => {
    await refuses(
      await withEntry((entry) => ({ ...entry, inclusionPromise: undefined })),
      'timestamp/missing',
    );
    const later = String(SIGNED_AT.getTime() / 1000 + 60);
    await refuses(await withEntry((entry) => ({ ...entry, integratedTime: later })), 'log/untrusted');
  });

  it('T9 two entries of one log do not meet a threshold of two logs', async () => {
    const bundle = await sigstore.keyless(image, { enteredAgainAs: 'hashedrekord-v2', stampedAt: SIGNED_AT });
    expect(await judge(bundle)).toMatchObject({ verified: true });
    const thresholds = { logs: 2, timestamps: 1, certificateLogs: 1 };
    await refuses(bundle, 'log/missing', { thresholds });
    const distinct = await sigstore.keyless(image, { logs: [sigstore.rekor, sigstore.secondRekor] });
    expect(await judge(distinct, { thresholds })).toMatchObject({ verified: true });
  });

  it.each<[string, (proof: Proof) => Partial<Proof>]>([
    ['another root', ({ rootHash }) => ({ rootHash: flipped(rootHash, 0) })],
    ['another size', () => ({ treeSize: '2' })],
    ['another place', () => ({ logIndex: '1' })],
    ['a negative place', () => ({ logIndex: '-1' })],
    ['a place that is no number', () => ({ logIndex: 'x' })],
    ['one hash too many', ({ rootHash }) => ({ hashes: [rootHash] })],
    ['no checkpoint', () => ({ checkpoint: { envelope: '' } })],
    ['an unsigned checkpoint', ({ checkpoint }) => ({ checkpoint: cut(checkpoint, /\n\n[^]*/, '\n\n') })],
    ['a checkpoint of no origin', ({ checkpoint }) => ({ checkpoint: cut(checkpoint, /^.*\n/, '') })],
    ['a checkpoint of another size', ({ checkpoint }) => ({ checkpoint: cut(checkpoint, /\n1\n/, '\n2\n') })],
    [
      'a checkpoint without its root',
      ({ checkpoint }) => ({ checkpoint: cut(checkpoint, /\n1\n.*\n/, '\n1\n') }),
    ],
  ])('T13 whose proof has %s is refused', async (_what, bend) => {
    for (const recipe of [{}, V2]) expect((await judge(await withProof(bend, recipe))).verified).toBe(false);
  });

  it('T13 no byte of checkpoint, body or promise can be changed', async () => {
    const bundle = await sigstore.keyless(image);
    const anchors = sigstore.anchors();
    const isAccepted = async (bend: (entry: Entry) => Entry): Promise<boolean> =>
      (await judge(bent(bundle, bend), { anchors: () => anchors })).verified;
    const entry = bundle.verificationMaterial.tlogEntries[0];
    const text = entry?.inclusionProof?.checkpoint?.envelope ?? '';
    const promise = entry?.inclusionPromise?.signedEntryTimestamp ?? Buffer.alloc(0);
    expect(await isAccepted((one) => one)).toBe(true);
    // Up to the signature's base64, whose last characters have spare bits.
    for (let at = 0; at < text.indexOf('—'); at += 1) {
      const envelope = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
      expect(await isAccepted((one) => withCheckpoint(one, envelope))).toBe(false);
    }
    for (let at = 0; at < (entry?.canonicalizedBody.length ?? 0); at += 7)
      expect(
        await isAccepted((one) => ({ ...one, canonicalizedBody: flipped(one.canonicalizedBody, at) })),
      ).toBe(false);
    for (let at = 0; at < promise.length; at += 1) {
      const inclusionPromise = { signedEntryTimestamp: flipped(promise, at) };
      expect(await isAccepted((one) => ({ ...one, inclusionPromise }))).toBe(false);
    }
  }, 60_000);

  it('T14 with the checkpoint of another trusted log, or under its name, is refused', async () => {
    const theirs = await sigstore.keyless(image, { ...V2, logs: [sigstore.secondRekor] });
    const foreign = theirs.verificationMaterial.tlogEntries[0];
    await refuses(
      await withProof(() => ({ checkpoint: foreign?.inclusionProof?.checkpoint }), V2),
      'log/untrusted',
    );
    await refuses(
      await withEntry((entry) => ({ ...entry, logId: { keyId: sigstore.secondRekor.id } }), V2),
      'log/untrusted',
    );
  });
});

function withCheckpoint(entry: Entry, envelope: string): Entry {
  const { inclusionProof } = entry;
  return {
    ...entry,
    inclusionProof:
      inclusionProof === undefined ? undefined : { ...inclusionProof, checkpoint: { envelope } },
  };
}

function cut(checkpoint: Proof['checkpoint'], pattern: RegExp, by: string): Proof['checkpoint'] {
  return { envelope: (checkpoint?.envelope ?? '').replace(pattern, by) };
}

describe('certificates and times', () => {
  it('T10 a leaf of an expired intermediate is refused, even while the leaf itself is young', async () => {
    const day = 24 * 60 * 60_000;
    const window = {
      start: new Date(SIGNED_AT.getTime() - day),
      end: new Date(SIGNED_AT.getTime() - 60_000),
    };
    const issuer = authority('short-lived', window, sigstore.root);
    const trusting = sigstore.anchors((json) => {
      const [authorityJson] = json.certificateAuthorities;
      authorityJson?.certChain.certificates.unshift({ rawBytes: issuer.der.toString('base64') });
    });
    await refuses(await sigstore.keyless(image, { issuer }), 'certificate/untrusted', {
      anchors: () => trusting,
    });
  });

  it('T12 a timestamp in the name of a trusted authority, signed by another key, is refused', async () => {
    const forger = { chain: sigstore.tsa.chain, holder: sigstore.makeTsa().holder };
    await refuses(await sigstore.keyless(image, { ...V2, tsa: forger }), 'timestamp/invalid');
  });

  it('T21 the certificate of an authority signs nothing; nor does no certificate', async () => {
    const bundle = await sigstore.keyless(image);
    for (const [rawBytes, code] of [
      [sigstore.root.der, 'certificate/usage'],
      [sigstore.intermediate.der, 'certificate/usage'],
      [Buffer.of(0x30, 0x00), 'certificate/malformed'],
      [Buffer.alloc(0), 'bundle/malformed'],
    ] as const) {
      const { verificationMaterial } = bundle;
      const content = { $case: 'certificate', certificate: { rawBytes } } as const;
      await refuses({ ...bundle, verificationMaterial: { ...verificationMaterial, content } }, code);
    }
  });

  it('T26 no identity to compare with is an error, never a pass', async () => {
    const bundle = await sigstore.keyless(image);
    await expect(judge(bundle, { policy: { kind: 'identities', identities: [] } })).rejects.toMatchObject({
      code: 'verify/no-identity',
      exit: 2,
    });
  });
});

describe('the clock of the machine', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('T46 changes no verdict: what counts is the signed time', async () => {
    const [valid, late] = await Promise.all([
      sigstore.keyless(image),
      sigstore.keyless(image, { ...V2, stampedAt: new Date(SIGNED_AT.getTime() + 3_600_000) }),
    ]);
    for (const now of ['1999-01-01', '2026-03-01', '2099-01-01']) {
      vi.useFakeTimers({ now: new Date(now), toFake: ['Date'] });
      expect(await judge(valid)).toMatchObject({ verified: true });
      await refuses(late, 'certificate/untrusted');
    }
  });
});
