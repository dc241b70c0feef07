import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { FULCIO_EXTENSIONS, type FulcioExtension } from '../../../src/model/fulcio-extensions.js';
import { bits, boolean, explicit, implicit, integer, octets, oid, sequence, set, time, utf8 } from './der.js';

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const SCT_LIST = '1.3.6.1.4.1.11129.2.4.2';

export interface Window {
  readonly start: Date;
  readonly end: Date;
}

/** A certificate authority, or any holder of a key with a certificate. */
export interface Holder {
  readonly name: string;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  readonly der: Buffer;
}

export interface LeafRequest {
  readonly publicKey: KeyObject;
  readonly window: Window;
  /** GeneralName DERs of the SAN; default one URI. */
  readonly san?: readonly Buffer[];
  readonly subject?: string;
  readonly claims?: Readonly<Partial<Record<FulcioExtension, string>>>;
  readonly usage?: string;
  /** Key of the certificate log that vouches; none leaves the SCT out. */
  readonly ctLog?: KeyObject;
  readonly ctLogId?: Buffer;
}

const rdn = (name: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(name))));
const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const keyId = (key: KeyObject): Buffer => createHash('sha1').update(spki(key)).digest();
const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

interface Draft {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: Pick<Holder, 'name' | 'publicKey'>;
  readonly window: Window;
  readonly serial: Buffer;
  readonly extensions: readonly Buffer[];
}

function tbs({ subject, publicKey, issuer, window, serial, extensions }: Draft): Buffer {
  return sequence(
    explicit(0, integer(2)),
    integer(serial),
    ECDSA_SHA256,
    rdn(issuer.name),
    sequence(time(window.start), time(window.end)),
    rdn(subject),
    spki(publicKey),
    explicit(3, sequence(...extensions)),
  );
}

function certificate(draft: Draft, signer: KeyObject): Buffer {
  const body = tbs(draft);
  return sequence(body, ECDSA_SHA256, bits(sign('sha256', body, signer)));
}

/** An authority: a root, or an intermediate of `issuer`. */
export function authority(name: string, window: Window, issuer?: Holder, usage?: string): Holder {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const parent = issuer ?? { name, publicKey, key: privateKey };
  const isCa = usage === undefined;
  const der = certificate(
    {
      subject: name,
      publicKey,
      issuer: parent,
      window,
      serial: Buffer.concat([Buffer.of(1), randomBytes(8)]),
      extensions: [
        extension('2.5.29.14', octets(keyId(publicKey))),
        extension('2.5.29.35', sequence(implicit(0, keyId(parent.publicKey)))),
        ...(isCa
          ? [
              extension('2.5.29.19', sequence(boolean(true)), true),
              extension('2.5.29.15', Buffer.of(0x03, 0x02, 0x01, 0x06), true),
            ]
          : [extension('2.5.29.37', sequence(oid(usage)), true)]),
      ],
    },
    parent.key,
  );
  return { name, key: privateKey, publicKey, der };
}

/** A leaf as Fulcio issues it: one SAN, claims, and the promise of a certificate log. */
export function leaf(issuer: Holder, request: LeafRequest): Buffer {
  const { publicKey, window, usage = '1.3.6.1.5.5.7.3.3', claims = {} } = request;
  const san = request.san ?? [implicit(6, Buffer.from(request.subject ?? ''))];
  const extensions = [
    extension('2.5.29.15', Buffer.of(0x03, 0x02, 0x07, 0x80), true),
    extension('2.5.29.37', sequence(oid(usage))),
    extension('2.5.29.14', octets(keyId(publicKey))),
    extension('2.5.29.35', sequence(implicit(0, keyId(issuer.publicKey)))),
    extension('2.5.29.17', sequence(...san), true),
    ...Object.entries(claims).map(([name, value]) => {
      const number = FULCIO_EXTENSIONS[name as FulcioExtension];
      return extension(`1.3.6.1.4.1.57264.1.${number}`, number <= 6 ? Buffer.from(value) : utf8(value));
    }),
  ];
  const draft: Draft = {
    subject: '',
    publicKey,
    issuer,
    window,
    serial: Buffer.concat([Buffer.of(1), randomBytes(8)]),
    extensions,
  };
  if (request.ctLog === undefined) return certificate(draft, issuer.key);
  const id = request.ctLogId ?? Buffer.alloc(32);
  const list = signedCertificateTimestamp(tbs(draft), issuer, request.ctLog, id, window.start);
  return certificate(
    { ...draft, extensions: [...extensions, extension(SCT_LIST, octets(list))] },
    issuer.key,
  );
}

/** An SCT over the certificate without it (RFC 6962, 3.2 and 3.3). */
function signedCertificateTimestamp(
  body: Buffer,
  issuer: Holder,
  log: KeyObject,
  id: Buffer,
  at: Date,
): Buffer {
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(at.getTime()));
  const size = (bytes: Buffer, width: number): Buffer => {
    const length = Buffer.alloc(width);
    length.writeUIntBE(bytes.length, 0, width);
    return Buffer.concat([length, bytes]);
  };
  const issuerHash = createHash('sha256').update(spki(issuer.publicKey)).digest();
  const signed = Buffer.concat([
    Buffer.of(0, 0),
    stamp,
    Buffer.of(0, 1),
    issuerHash,
    size(body, 3),
    Buffer.of(0, 0),
  ]);
  const signature = size(sign('sha256', signed, log), 2);
  const sct = Buffer.concat([Buffer.of(0), id, stamp, Buffer.of(0, 0), Buffer.of(4, 3), signature]);
  return size(size(sct, 2), 2);
}
