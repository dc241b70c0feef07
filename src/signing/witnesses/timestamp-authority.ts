import { createHash, randomBytes } from 'node:crypto';
import { RFC3161Timestamp } from '@sigstore/core';
import { type Bundle } from '../../evidence/bundle.js';
import { AcgsError } from '../../model/errors.js';
import { callService } from '../../system/call-service.js';
import { type Witness } from '../signer.js';
import { timestampRequest } from './timestamp-request.js';
import { witnessedContent } from './witnessed-content.js';

const NONCE_BYTES = 16;

/** Has signatures stamped by an RFC 3161 authority: that they existed at a time, in the authority's word. */
export function timestampAuthority(url: string, signal?: AbortSignal): Witness {
  return {
    async testify(content: Bundle['content'], verifier: string) {
      const digest = createHash('sha256').update(witnessedContent(content, verifier).signature).digest();
      const nonce = Buffer.concat([Buffer.of(1), randomBytes(NONCE_BYTES)]);
      const { body } = await callService({
        service: 'the timestamp authority',
        method: 'POST',
        url,
        headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
        body: timestampRequest(digest, nonce),
        // Stamping the same bytes twice gives two good stamps, and changes nothing elsewhere.
        ...(signal === undefined ? {} : { signal }),
      });
      assertStampOf(body, digest, nonce);
      return { rfc3161Timestamps: [{ signedTimestamp: body }] };
    },
  };
}

/** The stamp must be granted, over this digest, and for this request; its signature is checked when the bundle is verified. */
function assertStampOf(der: Buffer, digest: Buffer, nonce: Buffer): void {
  let stamped: boolean;
  try {
    const { tstInfo, status } = RFC3161Timestamp.parse(Buffer.from(der));
    stamped =
      // granted, or granted with changes (RFC 3161, 2.4.2)
      (status === 0n || status === 1n) &&
      tstInfo.messageImprintHashedMessage.equals(digest) &&
      tstInfo.raw.includes(nonce);
  } catch (error) {
    throw new AcgsError(
      'service/invalid',
      'the timestamp authority answered something that is no timestamp (RFC 3161)',
      { cause: error },
    );
  }
  if (!stamped)
    throw new AcgsError(
      'service/invalid',
      'the timestamp authority answered with another stamp than asked for',
    );
}
