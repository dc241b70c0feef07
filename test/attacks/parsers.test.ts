import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBundle } from '../../src/evidence/bundle.js';
import { decryptKey, encryptKey, isEncryptedKey } from '../../src/evidence/key-file.js';
import { readPublicKey } from '../../src/evidence/key-import.js';
import { decodeLegacyAnnotations, LEGACY_ANNOTATION } from '../../src/evidence/legacy-annotations.js';
import { publicKeyPem } from '../../src/evidence/public-key.js';
import { decodeStatement } from '../../src/evidence/statement-codec.js';
import { AcgsError } from '../../src/model/errors.js';
import { digestOf } from '../../src/model/digest.js';
import { readManifest } from '../../src/registry/read-manifest.js';
import { readTrustedRoot } from '../../src/trust/trusted-root.js';
import { Refused } from '../../src/verification/refusal.js';
import { openBundle } from '../../src/verification/signed-evidence.js';
import { readTimestamps } from '../../src/verification/timestamp-check.js';
import { Certificate } from '../../src/verification/x509/certificate.js';
import { DerError, readDer } from '../../src/verification/x509/der.js';
import { testImage } from '../registry/images.js';
import { mutants } from '../verification/fuzz/mutate-json.js';
import { fuzz } from '../verification/fuzz/runs.js';
import { SIGNED_AT, VirtualSigstore } from '../verification/virtual-ca.js';

/**
 * Whatever the bytes, a parser answers or refuses in one of our own errors, at once: never a crash of another kind (which might end with a wrong
 * exit code), never a hang. test/verification/differential.test.ts holds the verdicts on mutated bundles.
 */
const sigstore = new VirtualSigstore();
const image = digestOf('an image');
const bundle = await sigstore.keylessBytes(image, { stampedAt: SIGNED_AT });
const donor = await sigstore.keylessBytes(digestOf('other'), { stampedAt: SIGNED_AT });
const { key, timestamps } = openBundle(bundle);
const certificate = key.kind === 'certificate' ? key.der : Buffer.alloc(0);
const stamp = timestamps[0] ?? Buffer.alloc(0);
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keyFile = await encryptKey(pair.privateKey, 'a password');
const root = Buffer.from(JSON.stringify(sigstore.trustedRoot()));
const index = testImage().root.bytes;

/** Longest time for one input; the slowest takes a few milliseconds on an idle machine. */
const LONGEST_MS = 5_000;

function answersOrRefuses(parse: () => unknown, own: readonly (new (...args: never[]) => Error)[]): void {
  const before = performance.now();
  try {
    parse();
  } catch (error) {
    expect(own.some((kind) => error instanceof kind)).toBe(true);
  }
  expect(performance.now() - before).toBeLessThan(LONGEST_MS);
}

/** Bytes with some bent, cut, doubled or put in. */
const bent = (original: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .array(
      fc.record({ at: fc.nat(original.length), how: fc.nat(3), value: fc.integer({ min: 0, max: 255 }) }),
      { minLength: 1, maxLength: 4 },
    )
    .map((changes) =>
      changes.reduce((bytes, { at, how, value }) => {
        const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
        if (how === 0) return Buffer.concat([head, Buffer.of(value), tail.subarray(1)]);
        if (how === 1) return Buffer.from(head);
        if (how === 2) return Buffer.concat([head, tail, tail]);
        return Buffer.concat([head, Buffer.of(value), tail]);
      }, original),
    );
const anything = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));

const PARSERS: readonly (readonly [string, fc.Arbitrary<Buffer>, (bytes: Buffer) => unknown])[] = [
  ['bundle', mutants(bundle, donor), openBundle],
  ['bundle’s bytes', bent(bundle), decodeBundle],
  ['certificate', bent(certificate), (bytes) => new Certificate(bytes)],
  ['timestamp', bent(stamp), (bytes) => readTimestamps([bytes])],
  ['statement', anything, decodeStatement],
  ['trusted root', mutants(root, root), readTrustedRoot],
  ['image index', mutants(index, index), (bytes) => readManifest(bytes, undefined, 'an index')],
  ['image manifest', bent(index), (bytes) => readManifest(bytes, undefined, 'a manifest')],
  ['public key', bent(Buffer.from(publicKeyPem(pair.publicKey))), (bytes) => readPublicKey(bytes.toString())],
  [
    'log entry of a legacy signature',
    anything,
    (bytes) => decodeLegacyAnnotations({ [LEGACY_ANNOTATION.logEntry]: bytes.toString('latin1') }),
  ],
  [
    'certificate of a legacy signature',
    bent(Buffer.from('-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n')),
    (bytes) => decodeLegacyAnnotations({ [LEGACY_ANNOTATION.certificate]: bytes.toString('latin1') }),
  ],
];

describe('T23 T28 a parser never crashes and never hangs', () => {
  it.each(PARSERS)(
    'of a %s',
    (_what, inputs, parse) => {
      fc.assert(
        fc.property(
          fc.oneof({ weight: 4, arbitrary: inputs }, { weight: 1, arbitrary: anything }),
          (bytes) => {
            answersOrRefuses(() => parse(bytes), [AcgsError, Refused, DerError]);
          },
        ),
        fuzz(200),
      );
    },
    600_000,
  );

  it('of a key file: a broken one is refused before its password is tried', async () => {
    await fc.assert(
      fc.asyncProperty(bent(Buffer.from(keyFile)), async (bytes) => {
        const text = bytes.toString('latin1');
        if (text === keyFile || !isEncryptedKey(text)) return;
        await expect(decryptKey(text, 'another password')).rejects.toBeInstanceOf(AcgsError);
      }),
      fuzz(8),
    );
  }, 600_000);

  it('of DER: nesting, lengths and tags have bounds', () => {
    const nested = Array.from({ length: 200 }).reduce<Buffer>(
      (inner) =>
        Buffer.concat([
          Buffer.of(0x30, 0x83, 0, 0, 0)
            .fill(inner.length >> 8, 3, 4)
            .fill(inner.length & 0xff, 4),
          inner,
        ]),
      Buffer.alloc(0),
    );
    for (const bytes of [
      nested,
      Buffer.of(),
      Buffer.of(0x30),
      Buffer.of(0x30, 0x80, 0, 0),
      Buffer.of(0x30, 0x81, 0x01, 0x00),
      Buffer.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff),
      Buffer.of(0x1f, 0x01, 0x00),
      Buffer.of(0x05, 0x00, 0x00),
      Buffer.concat([Buffer.of(0x30, 0x84, 0x10, 0, 0, 0), Buffer.alloc(16)]),
    ])
      expect(() => readDer(bytes)).toThrow(DerError);
  });
});
