import { createHash, sign } from 'node:crypto';
import { type Holder } from './certificates.js';
import { explicit, integer, nothing, octets, oid, sequence, set, time, tlv } from './der.js';

const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'), nothing());
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const SIGNED_DATA = '1.2.840.113549.1.7.2';

/** An RFC 3161 response over `data`, signed by `authority` at `at`; its certificate is not embedded. */
export function stamp(data: Buffer, authority: Holder, issuerName: Buffer, serial: Buffer, at: Date): Buffer {
  const info = sequence(
    integer(1),
    oid('1.3.6.1.4.1.57264.2'),
    sequence(SHA256, octets(createHash('sha256').update(data).digest())),
    integer(Buffer.of(0x11, 0x22)),
    time(at),
  );
  const attributes = [
    sequence(oid('1.2.840.113549.1.9.3'), set(oid(TST_INFO))),
    sequence(oid('1.2.840.113549.1.9.4'), set(octets(createHash('sha256').update(info).digest()))),
  ];
  // The signature is over the attributes as a SET, the message carries them as [0] (RFC 5652, 5.4).
  const signature = sign('sha256', set(...attributes), authority.key);
  const signerInfo = sequence(
    integer(1),
    sequence(issuerName, serial),
    SHA256,
    tlv(0xa0, ...attributes),
    sequence(oid('1.2.840.10045.4.3.2')),
    octets(signature),
  );
  const signedData = sequence(
    integer(3),
    set(SHA256),
    sequence(oid(TST_INFO), explicit(0, octets(info))),
    set(signerInfo),
  );
  return sequence(sequence(integer(0)), sequence(oid(SIGNED_DATA), explicit(0, signedData)));
}
