import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { SIGNATURE_HASHES } from './algorithms.js';
import {
  context,
  type Der,
  DerError,
  expectTag,
  readBoolean,
  readDer,
  readOid,
  readTime,
  TAG,
} from './der.js';

const SUBJECT_KEY_ID = '2.5.29.14';
const KEY_USAGE = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';
const AUTHORITY_KEY_ID = '2.5.29.35';
/** Bit 5 of KeyUsage (RFC 5280, 4.2.1.3). */
const KEY_CERT_SIGN = 0x04;

/**
 * An X.509 certificate (RFC 5280, 4.1): the parts that a verifier looks at, as views of its bytes. `@sigstore/core` has one too, but copies
 * and encodes again for each question; judging a bundle asks hundreds.
 */
export class Certificate {
  /** The part that is signed. */
  readonly tbs: Der;
  readonly serialNumber: Buffer;
  /** Names, DER without the header. */
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  /** Elements of the extension list, each by its identifier. */
  readonly #extensions = new Map<string, Der>();
  readonly #algorithm: string;
  readonly #signature: Buffer;
  #key: KeyObject | undefined;

  /** @throws DerError for bytes that are no certificate */
  constructor(readonly der: Buffer) {
    const [tbs, algorithm, signature, ...more] = expectTag(readDer(der), TAG.sequence).children;
    if (more.length > 0) throw new DerError('a certificate of more than three parts');
    this.tbs = expectTag(tbs, TAG.sequence);
    const [version, serial, inner, issuer, validity, subject, publicKey, ...optional] = this.tbs.children;
    expectTag(version, context(0));
    this.serialNumber = expectTag(serial, TAG.integer).content;
    this.issuer = expectTag(issuer, TAG.sequence).content;
    this.subject = expectTag(subject, TAG.sequence).content;
    const [start, end] = expectTag(validity, TAG.sequence).children;
    this.notBefore = readTime(start);
    this.notAfter = readTime(end);
    this.publicKey = expectTag(publicKey, TAG.sequence).bytes;
    // The outer algorithm is not signed, the inner one is (RFC 5280, 4.1.1.2).
    if (!expectTag(algorithm, TAG.sequence).bytes.equals(expectTag(inner, TAG.sequence).bytes))
      throw new DerError('two signature algorithms');
    this.#algorithm = readOid(algorithm?.children[0]);
    this.#signature = wholeBits(signature);
    const list = optional.find(({ tag }) => tag === context(3));
    for (const extension of list?.children[0]?.children ?? []) {
      const id = readOid(extension.children[0]);
      if (this.#extensions.has(id)) throw new DerError(`the extension ${id} twice`);
      expectTag(extension.children.at(-1), TAG.octetString);
      this.#extensions.set(id, extension);
    }
  }

  /** What an extension holds. */
  extension(id: string): { readonly value: Buffer } | undefined {
    const value = this.#extensions.get(id)?.children.at(-1)?.content;
    return value === undefined ? undefined : { value };
  }

  /** The list of extensions without one of them, and what that one held. */
  withoutExtension(id: string): readonly Buffer[] {
    return [...this.#extensions].filter(([other]) => other !== id).map(([, { bytes }]) => bytes);
  }

  /** @throws Error for a key that Node cannot read */
  get key(): KeyObject {
    this.#key ??= createPublicKey({ key: this.publicKey, format: 'der', type: 'spki' });
    return this.#key;
  }

  get subjectKeyId(): Buffer | undefined {
    const value = this.#read(SUBJECT_KEY_ID);
    return value === undefined ? undefined : expectTag(value, TAG.octetString).content;
  }

  /** The `keyIdentifier` of the authority key identifier, where it has one. */
  get authorityKeyId(): Buffer | undefined {
    return this.#read(AUTHORITY_KEY_ID)?.children.find(({ tag }) => tag === 0x80)?.content;
  }

  /** Whether it may sign certificates: a CA, and for that usage where one is named. */
  get isAuthority(): boolean {
    const [isCa] = this.#read(BASIC_CONSTRAINTS)?.children ?? [];
    if (isCa?.tag !== TAG.boolean || !readBoolean(isCa)) return false;
    const usage = this.#read(KEY_USAGE);
    return usage === undefined || ((expectTag(usage, TAG.bitString).content[1] ?? 0) & KEY_CERT_SIGN) !== 0;
  }

  /** How many authorities may stand between it and a leaf; no limit where there is none. */
  get pathLength(): number {
    const limit = this.#read(BASIC_CONSTRAINTS)?.children.find(({ tag }) => tag === TAG.integer);
    return limit === undefined ? Infinity : limit.content.length === 1 ? limit.content.readInt8() : -1;
  }

  /** Whether `issuer`’s key made the signature on it. */
  isSignedBy(issuer: Certificate): boolean {
    const hash = SIGNATURE_HASHES[this.#algorithm];
    if (hash === undefined) return false;
    try {
      return verify(hash, this.tbs.bytes, issuer.key, this.#signature);
    } catch {
      // OpenSSL throws for some malformed signatures and keys and answers false for others: none of them signed.
      return false;
    }
  }

  /** Both ends of its life belong to it. */
  isValidAt(time: Date): boolean {
    return this.notBefore <= time && time <= this.notAfter;
  }

  #read(id: string): Der | undefined {
    const value = this.extension(id)?.value;
    return value === undefined ? undefined : readDer(value);
  }
}

/** A BIT STRING of whole bytes. */
function wholeBits(element: Der | undefined): Buffer {
  const { content } = expectTag(element, TAG.bitString);
  if (content[0] !== 0) throw new DerError('a signature that is not of whole bytes');
  return content.subarray(1);
}
