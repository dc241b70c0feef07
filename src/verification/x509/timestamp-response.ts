import { createHash, type KeyObject, verify } from 'node:crypto';
import { HASHES, SIGNATURE_HASHES } from './algorithms.js';
import { context, type Der, DerError, expectTag, readDer, readOid, readTime, TAG, wrapDer } from './der.js';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
/** `granted` and `grantedWithMods` (RFC 3161, 2.4.2). */
const LAST_GRANTED = 1;
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';

/** An RFC 3161 response around a CMS message by one signer (RFC 5652), taken apart and not believed. */
export class TimestampResponse {
  readonly time: Date;
  /** The signer's certificate by issuer (DER without the header) and serial number. */
  readonly signerIssuer: Buffer;
  readonly signerSerialNumber: Buffer;
  readonly #info: Der;
  readonly #signer: readonly Der[];

  /** @throws DerError */
  constructor(der: Buffer) {
    const [status, token] = expectTag(readDer(der), TAG.sequence).children;
    const granted = expectTag(expectTag(status, TAG.sequence).children[0], TAG.integer).content;
    if (granted.length !== 1 || (granted[0] ?? 0) > LAST_GRANTED)
      throw new DerError('a request that was not granted');
    const [type, wrapped] = expectTag(token, TAG.sequence).children;
    if (readOid(type) !== SIGNED_DATA) throw new DerError('no signed data');
    const data = expectTag(expectTag(wrapped, context(0)).children[0], TAG.sequence).children;
    const [infoType, info] = expectTag(data[2], TAG.sequence).children;
    if (readOid(infoType) !== TST_INFO) throw new DerError('no timestamp');
    const [signer, ...more] = expectTag(data.at(-1), TAG.set).children;
    if (more.length > 0) throw new DerError('more than one signer');
    this.#signer = expectTag(signer, TAG.sequence).children;
    const content = expectTag(expectTag(info, context(0)).children[0], TAG.octetString).content;
    this.#info = expectTag(readDer(content), TAG.sequence);
    this.time = readTime(this.#info.children[4]);
    const [issuer, serial] = expectTag(this.#signer[1], TAG.sequence).children;
    this.signerIssuer = expectTag(issuer, TAG.sequence).content;
    this.signerSerialNumber = expectTag(serial, TAG.integer).content;
  }

  /** Whether it is over `data` and by `key`. Malformed inside, it is not. */
  isOver(data: Uint8Array, key: KeyObject): boolean {
    try {
      return this.#names(data) && this.#isSignedBy(key);
    } catch {
      // DER that is not as expected, or what OpenSSL throws for some malformed signatures: nobody's word.
      return false;
    }
  }

  #names(data: Uint8Array): boolean {
    const [algorithm, digest] = expectTag(this.#info.children[2], TAG.sequence).children;
    const hash = HASHES[readOid(algorithm?.children[0])];
    return (
      hash !== undefined &&
      expectTag(digest, TAG.octetString).content.equals(createHash(hash).update(data).digest())
    );
  }

  #isSignedBy(key: KeyObject): boolean {
    const [, , digestAlgorithm, attributes, algorithm, signature] = this.#signer;
    const hash = HASHES[readOid(digestAlgorithm?.children[0])];
    if (hash === undefined) return false;
    const signed = expectTag(attributes, context(0));
    const digest = expectTag(attribute(signed, MESSAGE_DIGEST), TAG.octetString).content;
    if (!digest.equals(createHash(hash).update(this.#info.bytes).digest())) return false;
    if (readOid(attribute(signed, CONTENT_TYPE)) !== TST_INFO) return false;
    const scheme = readOid(algorithm?.children[0]);
    // Named after the key alone, the signature is over the digest that the signer names (RFC 5754, 3).
    const named = scheme === RSA_ENCRYPTION || scheme === EC_PUBLIC_KEY ? hash : SIGNATURE_HASHES[scheme];
    if (named === undefined) return false;
    // Signed as a SET, sent as [0] (RFC 5652, 5.4).
    const set = wrapDer(TAG.set, [signed.content]);
    return verify(named, set, key, expectTag(signature, TAG.octetString).content);
  }
}

/** The one value of the one attribute of a type. @throws DerError */
function attribute(attributes: Der, type: string): Der | undefined {
  const found = attributes.children.filter(({ children: [id] }) => readOid(id) === type);
  const values = expectTag(found[0]?.children[1], TAG.set).children;
  if (found.length !== 1 || values.length !== 1) throw new DerError(`expected one attribute ${type}`);
  return values[0];
}
