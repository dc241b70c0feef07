import { type TransparencyLogEntry } from '../../evidence/bundle.js';
import { algorithmOf, type KeyAlgorithm } from '../../evidence/key-algorithm.js';
import { asRecord, parseBoundedJson } from '../../model/bounded-json.js';
import { AcgsError } from '../../model/errors.js';
import { type WitnessedContent } from './witnessed-content.js';

const LIMITS = { bytes: 1024 * 1024, depth: 32 };

/**
 * Signing algorithms by their name in the registry (sigstore/architecture-docs, algorithm-registry.md). A log of version 2 checks
 * that the digest is the one of the algorithm; P-384 and P-521 are signed with SHA-256 here, for cosign's sake, which it refuses.
 */
function keyDetailsOf({ id }: KeyAlgorithm, bits: number | undefined): string | undefined {
  if (id === 'ecdsa-p256') return 'PKIX_ECDSA_P256_SHA_256';
  if (id === 'rsa' && (bits === 2048 || bits === 3072 || bits === 4096))
    return `PKIX_RSA_PKCS1V15_${bits}_SHA256`;
  return undefined;
}

/** What Rekor v2 is asked to enter. @throws AcgsError `usage/invalid` for a kind of key that it does not take */
export function requestV2({ signature, digest, verifier }: WitnessedContent): object {
  const bits = verifier.key.asymmetricKeyDetails?.modulusLength;
  const algorithm = algorithmOf(verifier.key);
  const keyDetails = keyDetailsOf(algorithm, bits);
  if (keyDetails === undefined)
    throw new AcgsError(
      'usage/invalid',
      `a transparency log of version 2 takes no ${algorithm.id}${bits === undefined ? '' : `-${bits}`} signature over SHA-256`,
      { next: ['use a P-256 key, or RSA of 2048, 3072 or 4096 bits', 'or sign without a log'] },
    );
  const rawBytes = verifier.der.toString('base64');
  return {
    hashedRekordRequestV002: {
      digest: digest.toString('base64'),
      signature: {
        content: signature.toString('base64'),
        verifier: {
          keyDetails,
          [verifier.kind === 'certificate' ? 'x509Certificate' : 'publicKey']: { rawBytes },
        },
      },
    },
  };
}

/** Refuses an entry that does not hold this very signature, digest and signer. @throws AcgsError `service/invalid` */
export function assertSameV2(
  entry: TransparencyLogEntry,
  { signature, digest, verifier }: WitnessedContent,
): void {
  const body = asRecord(parseBoundedJson(entry.canonicalizedBody, 'the log entry', LIMITS));
  const spec = asRecord(asRecord(body?.['spec'])?.['hashedRekordV002']);
  const signed = asRecord(spec?.['signature']);
  const named = asRecord(signed?.['verifier']);
  const signer = asRecord(named?.[verifier.kind === 'certificate' ? 'x509Certificate' : 'publicKey']);
  const same =
    body?.['kind'] === 'hashedrekord' &&
    body['apiVersion'] === '0.0.2' &&
    asRecord(spec?.['data'])?.['digest'] === digest.toString('base64') &&
    signed?.['content'] === signature.toString('base64') &&
    signer?.['rawBytes'] === verifier.der.toString('base64');
  if (!same)
    throw new AcgsError('service/invalid', 'the transparency log answered with another entry than asked for');
}
