import { type KeyObject } from 'node:crypto';
import { keyHint } from '../evidence/public-key.js';
import { AcgsError } from '../model/errors.js';
import { type CertificateSummary } from './certificate-summary.js';
import { type CompiledIdentity } from './identity-policy.js';
import { Refused } from './refusal.js';
import { type SignatureCheck } from './signature-check.js';
import { type SignedEvidence, type SigningKey } from './signed-evidence.js';
import { type SignerPolicy } from './verify-evidence.js';

/** The part of a policy that a candidate is held against: its keys or its identities. @throws Refused `key/kind` */
export function ofItsKind(
  { key }: SignedEvidence,
  policy: SignerPolicy,
): Exclude<SignerPolicy, { readonly kind: 'either' }> {
  if (policy.kind !== 'either') return policy;
  const { keys, identities } = policy;
  if (key.kind === 'certificate' && identities.length > 0) return { kind: 'identities', identities };
  if (key.kind === 'public-key' && keys.length > 0) return { kind: 'keys', keys };
  throw new Refused(
    'key/kind',
    key.kind === 'certificate'
      ? 'expected a signature by a key, got one with a certificate'
      : 'expected a signature with a certificate, got one by a key',
  );
}

/** The key that signed: the one the hint names is tried first, but any of those given may have been meant. */
export function chooseKey(
  evidence: SignedEvidence,
  check: SignatureCheck,
  keys: readonly KeyObject[],
): KeyObject {
  const signer = evidence.key;
  if (signer.kind !== 'public-key')
    throw new Refused('key/kind', 'expected a signature by a key, got one with a certificate');
  const named = keys.filter((key) => keyHint(key) === signer.hint);
  const others = keys.filter((key) => keyHint(key) !== signer.hint);
  const found = [...named, ...others].find((key) => check.under(key));
  if (found !== undefined) return found;
  if (named.length > 0) throw new Refused('signature/invalid', 'the signature does not verify under the key');
  throw new Refused(
    'key/mismatch',
    `expected a signature by the key ${keys.map(keyHint).join(' or ')}, got one by ${signer.hint ?? 'another key'}`,
  );
}

/** The certificate of a keyless signature. @throws Refused `key/kind` */
export function certificateOf({ key }: SignedEvidence): Extract<SigningKey, { kind: 'certificate' }> {
  if (key.kind === 'certificate') return key;
  throw new Refused('key/kind', 'expected a signature with a certificate, got one by a key');
}

/** The key in that certificate. @throws Refused `key/kind`, `certificate/malformed` */
export function certifiedKey(evidence: SignedEvidence): KeyObject {
  try {
    return certificateOf(evidence).leaf.key;
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused('certificate/malformed', 'the certificate’s key cannot be read', { cause: error });
  }
}

/** The first identity that matches; the reason given is that of the last one tried. */
export function matchIdentity(
  certificate: CertificateSummary,
  identities: readonly CompiledIdentity[],
): CompiledIdentity {
  let reason: Refused | undefined;
  for (const identity of identities) {
    try {
      identity.check(certificate);
      return identity;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      reason = error;
    }
  }
  throw reason ?? new AcgsError('verify/no-identity', 'keyless verification needs an identity and an issuer');
}
