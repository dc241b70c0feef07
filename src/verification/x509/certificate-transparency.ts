import { createHash, verify } from 'node:crypto';
import { type TrustAnchors } from '../../trust/trust-anchors.js';
import { Refused } from '../refusal.js';
import { type Certificate } from './certificate.js';
import { context, readDer, TAG, expectTag, wrapDer } from './der.js';

const SCT_LIST = '1.3.6.1.4.1.11129.2.4.2';
/** TLS names of hash algorithms (RFC 5246, 7.4.1.4.1). */
const HASHES: Readonly<Record<number, string>> = { 4: 'sha256', 5: 'sha384', 6: 'sha512' };
const LOG_ID_BYTES = 32;

/** A certificate log's promise (RFC 6962, 3.2). */
interface Promise {
  readonly version: number;
  readonly logId: Buffer;
  readonly timestamp: Buffer;
  readonly extensions: Buffer;
  readonly hash: number;
  readonly signature: Buffer;
}

/**
 * Every promise in the certificate must be by a log that was trusted at its time, and there must be `threshold` of distinct logs.
 * @throws Refused `certificate/transparency`
 */
export function checkTransparency(
  leaf: Certificate,
  issuer: Certificate,
  { ctlogs }: Pick<TrustAnchors, 'ctlogs'>,
  threshold: number,
): void {
  const promises = readPromises(leaf);
  const entry = precertificate(leaf, issuer);
  for (const promise of promises) {
    const time = new Date(Number(promise.timestamp.readBigUInt64BE()));
    const known = ctlogs.filter(
      ({ logID, validFor: { start, end } }) => logID.equals(promise.logId) && start <= time && time <= end,
    );
    if (!known.some(({ publicKey }) => isSigned(promise, entry, publicKey)))
      throw new Refused(
        'certificate/transparency',
        'no trusted certificate log made the promise in the certificate',
      );
  }
  const logs = new Set(promises.map(({ logId }) => logId.toString('hex')));
  if (logs.size < promises.length || logs.size < threshold)
    throw new Refused(
      'certificate/transparency',
      `expected the promises of ${threshold} distinct certificate logs, got ${promises.length} by ${logs.size}`,
    );
}

function isSigned(promise: Promise, entry: Buffer, key: Parameters<typeof verify>[2]): boolean {
  const hash = HASHES[promise.hash];
  if (hash === undefined) return false;
  const signed = Buffer.concat([
    // version, certificate_timestamp(0), timestamp, precert_entry(1)
    Buffer.of(promise.version, 0),
    promise.timestamp,
    Buffer.of(0, 1),
    entry,
    sized(promise.extensions, 2),
  ]);
  try {
    return verify(hash, signed, key, promise.signature);
  } catch {
    // OpenSSL throws for some malformed signatures and answers false for others.
    return false;
  }
}

/** What a log promises to enter: the certificate without its promises, bound to the issuer's key (RFC 6962, 3.2). */
function precertificate(leaf: Certificate, issuer: Certificate): Buffer {
  const issuerKeyHash = createHash('sha256').update(issuer.publicKey).digest();
  const list = wrapDer(TAG.sequence, leaf.withoutExtension(SCT_LIST));
  const tbs = wrapDer(
    TAG.sequence,
    leaf.tbs.children.map(({ tag, bytes }) => (tag === context(3) ? wrapDer(tag, [list]) : bytes)),
  );
  return Buffer.concat([issuerKeyHash, sized(tbs, 3)]);
}

function sized(bytes: Buffer, width: number): Buffer {
  const length = Buffer.alloc(width);
  length.writeUIntBE(bytes.length, 0, width);
  return Buffer.concat([length, bytes]);
}

/** @throws Refused for a list that cannot be read */
function readPromises(leaf: Certificate): Promise[] {
  const value = leaf.extension(SCT_LIST)?.value;
  if (value === undefined) return [];
  try {
    const list = new Cursor(expectTag(readDer(value), TAG.octetString).content);
    const items = new Cursor(list.vector(2));
    list.end();
    const promises: Promise[] = [];
    while (items.left > 0) promises.push(readPromise(items.vector(2)));
    return promises;
  } catch (error) {
    throw new Refused('certificate/transparency', 'the promises in the certificate cannot be read', {
      cause: error,
    });
  }
}

function readPromise(bytes: Buffer): Promise {
  const at = new Cursor(bytes);
  const version = at.number(1);
  const logId = at.take(LOG_ID_BYTES);
  const timestamp = at.take(8);
  const extensions = at.vector(2);
  const hash = at.number(1);
  at.number(1);
  const signature = at.vector(2);
  at.end();
  return { version, logId, timestamp, extensions, hash, signature };
}

/** Reads TLS's encoding from front to back (RFC 5246, 4). */
class Cursor {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.#at;
  }

  take(length: number): Buffer {
    if (length > this.left) throw new RangeError('cut short');
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  number(width: number): number {
    return this.take(width).readUIntBE(0, width);
  }

  vector(width: number): Buffer {
    return this.take(this.number(width));
  }

  end(): void {
    if (this.left > 0) throw new RangeError('bytes after the end');
  }
}
