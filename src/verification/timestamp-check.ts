import { type TrustAnchors } from '../trust/trust-anchors.js';
import { isTrustedAt, stampSignerOf } from './authorities.js';
import { Refused } from './refusal.js';
import { TimestampResponse } from './x509/timestamp-response.js';

/**
 * Reads RFC 3161 responses.
 * @throws Refused `timestamp/invalid`
 */
export function readTimestamps(ders: readonly Buffer[]): TimestampResponse[] {
  try {
    return ders.map((der) => new TimestampResponse(der));
  } catch (error) {
    throw new Refused('timestamp/invalid', 'a timestamp is not an RFC 3161 response', { cause: error });
  }
}

/**
 * Each timestamp must be over `data`, by an authority that was trusted at the time it names; the certificate that signs is always the trusted
 * root's, never one that the timestamp carries (CVE-2026-39984).
 * @throws Refused `timestamp/invalid`
 */
export function checkTimestamps(
  timestamps: readonly TimestampResponse[],
  data: Uint8Array,
  { timestampAuthorities }: TrustAnchors,
): void {
  for (const timestamp of timestamps) {
    const trusted = timestampAuthorities.some((authority) => {
      const found = stampSignerOf(authority);
      return (
        found?.path !== undefined &&
        found.signer.serialNumber.equals(timestamp.signerSerialNumber) &&
        found.signer.issuer.equals(timestamp.signerIssuer) &&
        isTrustedAt(authority, found.path, timestamp.time) &&
        timestamp.isOver(data, found.signer.key)
      );
    });
    if (!trusted) throw new Refused('timestamp/invalid', 'no trusted authority made the timestamp');
  }
}
