/**
 * The bytes that a DSSE signature covers: the pre-authentication encoding, lengths in bytes of UTF-8
 * (secure-systems-lab/dsse, protocol.md). With lengths in characters a signature could be moved to another type
 * (CVE-2026-48758).
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType, 'utf8');
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    payload,
  ]);
}

/**
 * An envelope as JSON, in the order and with the empty key id that cosign writes: cosign 2 compares the digest of its bytes with
 * the one in the log entry, so both must be made from the same.
 */
export function encodeEnvelope(payloadType: string, payload: Buffer, signature: Buffer): string {
  return JSON.stringify({
    payloadType,
    payload: payload.toString('base64'),
    signatures: [{ keyid: '', sig: signature.toString('base64') }],
  });
}
