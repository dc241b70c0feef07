import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type Bundle } from '../../evidence/bundle.js';
import { preAuthEncoding } from '../../evidence/dsse.js';
import { pemBlocks } from '../../evidence/pem.js';
import { spkiOf } from '../../evidence/public-key.js';
import { AcgsError } from '../../model/errors.js';

/** What a witness is to vouch for, as logs and timestamp authorities take it. */
export interface WitnessedContent {
  readonly signature: Buffer;
  /** Digest that the signature was made over: of the message, or SHA-256 of the envelope's pre-authentication encoding. */
  readonly digest: Buffer;
  readonly verifier: Verifier;
}

/** Who signed, as log entries name it. */
export interface Verifier {
  readonly kind: 'certificate' | 'public-key';
  /** Certificate, or SubjectPublicKeyInfo. */
  readonly der: Buffer;
  readonly pem: string;
  readonly key: KeyObject;
}

/** Takes the content of a bundle and the signer's PEM apart. */
export function witnessedContent(content: Bundle['content'], pem: string): WitnessedContent {
  const verifier = verifierOf(pem);
  if (content.$case === 'messageSignature') {
    const { messageDigest, signature } = content.messageSignature;
    if (messageDigest === undefined) throw new AcgsError('internal/bug', 'a signature without its digest');
    return { signature, digest: messageDigest.digest, verifier };
  }
  const { payload, payloadType, signatures } = content.dsseEnvelope;
  const [first] = signatures;
  if (first === undefined) throw new AcgsError('internal/bug', 'an envelope without a signature');
  const digest = createHash('sha256').update(preAuthEncoding(payloadType, payload)).digest();
  return { signature: first.sig, digest, verifier };
}

function verifierOf(pem: string): Verifier {
  const [block] = pemBlocks(pem);
  if (block?.label === 'CERTIFICATE') {
    const certificate = new X509Certificate(block.bytes);
    return { kind: 'certificate', der: certificate.raw, pem, key: certificate.publicKey };
  }
  const key = createPublicKey(pem);
  return { kind: 'public-key', der: spkiOf(key), pem, key };
}
