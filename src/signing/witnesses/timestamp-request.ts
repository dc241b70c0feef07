/** DER of the algorithm identifier of SHA-256: SEQUENCE { OID 2.16.840.1.101.3.4.2.1, NULL }. */
const SHA256 = Buffer.from('300d06096086480165030402010500', 'hex');
const VERSION_1 = Buffer.from('020101', 'hex');
const TRUE = Buffer.from('0101ff', 'hex');
const TAG = { integer: 0x02, octets: 0x04, sequence: 0x30 };

/**
 * A TimeStampReq over a SHA-256 digest that asks for the authority's certificate (RFC 3161, 2.4.1), DER.
 * @param nonce an integer in its shortest form, first byte 0x01 to 0x7f; it comes back in the answer, so that an old answer cannot pass for a new one
 */
export function timestampRequest(digest: Buffer, nonce: Buffer): Buffer {
  return tlv(
    TAG.sequence,
    VERSION_1,
    tlv(TAG.sequence, SHA256, tlv(TAG.octets, digest)),
    tlv(TAG.integer, nonce),
    TRUE,
  );
}

/** Everything here is short: lengths take one byte. */
function tlv(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.of(tag, body.length), body]);
}
