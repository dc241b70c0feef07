import { type TransparencyLogEntry, type Bundle, decodeBundle } from '../evidence/bundle.js';
import { preAuthEncoding } from '../evidence/dsse.js';
import { type HashName } from '../evidence/key-algorithm.js';
import { type SimpleSigning } from '../evidence/simple-signing.js';
import { AcgsError } from '../model/errors.js';
import { IN_TOTO } from '../model/media-types.js';
import { HashAlgorithm } from '@sigstore/protobuf-specs';
import { decodeStatement } from '../evidence/statement-codec.js';
import { type Statement } from '../model/statement.js';
import { Refused } from './refusal.js';
import { Certificate } from './x509/certificate.js';

/** What was signed. */
export type SignedContent =
  | {
      readonly kind: 'statement';
      readonly statement: Statement;
      readonly payload: Buffer;
      /** The bytes under the signature: the envelope's PAE. */
      readonly signed: Buffer;
    }
  | {
      readonly kind: 'simple-signing';
      readonly claims: SimpleSigning;
      readonly signed: Buffer;
    }
  | {
      readonly kind: 'message';
      /** The digest that the bundle claims to be over; the signature has the last word. */
      readonly digest: Buffer;
      readonly hash: HashName;
    };

/** By what it was signed. */
export type SigningKey =
  | { readonly kind: 'public-key'; readonly hint: string | undefined }
  | { readonly kind: 'certificate'; readonly leaf: Certificate; readonly der: Buffer };

/** One candidate of any form, taken apart and not believed. */
export interface SignedEvidence {
  readonly content: SignedContent;
  readonly signature: Buffer;
  readonly key: SigningKey;
  readonly logEntries: readonly TransparencyLogEntry[];
  /** RFC 3161 responses, DER. */
  readonly timestamps: readonly Buffer[];
  /** What the timestamps cover, where that is not the signature. */
  readonly timestamped?: Buffer;
}

const HASHES: Readonly<Partial<Record<HashAlgorithm, HashName>>> = {
  [HashAlgorithm.SHA2_256]: 'sha256',
  [HashAlgorithm.SHA2_384]: 'sha384',
  [HashAlgorithm.SHA2_512]: 'sha512',
};

/**
 * Takes a bundle apart.
 * @throws Refused `bundle/…`, `envelope/…`, `statement/malformed`, `certificate/malformed`
 */
export function openBundle(bytes: Uint8Array): SignedEvidence {
  const bundle = readOr('bundle/malformed', () => decodeBundle(bytes));
  const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
  return {
    ...contentOf(bundle),
    key: keyOf(bundle),
    logEntries: tlogEntries,
    timestamps: (timestampVerificationData?.rfc3161Timestamps ?? []).map(
      ({ signedTimestamp }) => signedTimestamp,
    ),
  };
}

function contentOf({ content }: Bundle): Pick<SignedEvidence, 'content' | 'signature'> {
  if (content.$case === 'messageSignature') {
    const { messageDigest, signature } = content.messageSignature;
    const hash = HASHES[messageDigest.algorithm];
    if (hash === undefined)
      throw new Refused('bundle/malformed', 'expected a message digest of SHA-256, SHA-384 or SHA-512');
    return { signature, content: { kind: 'message', digest: messageDigest.digest, hash } };
  }
  const { payload, payloadType, signatures } = content.dsseEnvelope;
  return openEnvelope(
    payload,
    payloadType,
    signatures.map(({ sig }) => sig),
  );
}

/**
 * Takes a DSSE envelope apart: exactly one signature, exactly the in-toto payload type, a statement that can be read.
 * @throws Refused
 */
export function openEnvelope(
  payload: Buffer,
  payloadType: string,
  signatures: readonly Buffer[],
): Pick<SignedEvidence, 'content' | 'signature'> {
  const [signature, ...more] = signatures;
  if (signature === undefined || more.length > 0)
    throw new Refused('envelope/signature-count', `expected exactly one signature, got ${signatures.length}`);
  if (payloadType !== IN_TOTO)
    throw new Refused(
      'envelope/payload-type',
      `expected the payload type ${IN_TOTO}, got ${payloadType.slice(0, 100)}`,
    );
  const statement = readOr('statement/malformed', () => decodeStatement(payload));
  return {
    signature,
    content: { kind: 'statement', statement, payload, signed: preAuthEncoding(payloadType, payload) },
  };
}

function keyOf({ verificationMaterial: { content } }: Bundle): SigningKey {
  switch (content.$case) {
    case 'publicKey':
      return { kind: 'public-key', hint: content.publicKey.hint };
    case 'certificate':
      return certificateKey(content.certificate.rawBytes);
    case 'x509CertificateChain':
      // Intermediates come from the trusted root, never from the bundle.
      return certificateKey(content.x509CertificateChain.certificates[0]?.rawBytes ?? Buffer.alloc(0));
  }
}

/** A leaf certificate as signing key. @throws Refused `certificate/malformed` */
export function certificateKey(der: Buffer): SigningKey {
  try {
    return { kind: 'certificate', leaf: new Certificate(der), der };
  } catch (error) {
    throw new Refused('certificate/malformed', 'the certificate is not X.509 in DER', { cause: error });
  }
}

/** Runs a decoder and turns its error into a refusal. */
export function readOr<Result>(code: 'bundle/malformed' | 'statement/malformed', read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof AcgsError)
      throw new Refused(error.code === 'evidence/too-large' ? 'bundle/too-large' : code, error.message, {
        cause: error,
      });
    throw error;
  }
}
