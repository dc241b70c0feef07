import { X509Certificate } from 'node:crypto';
import { AcgsError } from '../model/errors.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { type CertificateSummary, summarise } from '../verification/certificate-summary.js';
import { compileIdentity } from '../verification/identity-policy.js';
import { certificateKey } from '../verification/signed-evidence.js';
import { type SignerPolicy } from '../verification/verify-evidence.js';

/** An identity as certificates state it. */
export interface SignerIdentity {
  readonly subject: string;
  readonly issuer: string;
}

/**
 * Whom the certificate of a keyless signer names; nothing for a key. The certificate decides, not the token that it was asked for with.
 * @throws AcgsError as the signer does when it asks for its certificate
 */
export async function identityOf({ signedBy }: ChosenSigner): Promise<SignerIdentity | undefined> {
  if (signedBy.kind === 'key') return undefined;
  const { subjectAlternativeName: subject, extensions } = summaryOf(await signedBy.certificate());
  const { issuer } = extensions;
  if (issuer === undefined || subject === '')
    throw new AcgsError('service/invalid', 'the certificate names no identity, or no issuer of it');
  return { subject, issuer };
}

/** The policy that evidence by this signer meets, and by nobody else. */
export async function policyOf(signer: ChosenSigner): Promise<SignerPolicy> {
  const { signedBy } = signer;
  if (signedBy.kind === 'key') return { kind: 'keys', keys: [signedBy.publicKey] };
  const identity = await identityOf(signer);
  if (identity === undefined) throw new AcgsError('internal/bug', 'a certificate without an identity');
  const { subject, issuer } = identity;
  return {
    kind: 'identities',
    identities: [await compileIdentity({ subject: { literal: subject }, issuer: { literal: issuer } })],
  };
}

/** How results name a signer: the key, or identity and issuer. */
export async function nameOf(signer: ChosenSigner): Promise<string> {
  const identity = await identityOf(signer);
  return identity === undefined ? signer.description : `${identity.subject} (${identity.issuer})`;
}

function summaryOf(pem: string): CertificateSummary {
  const key = certificateKey(new X509Certificate(pem).raw);
  if (key.kind !== 'certificate') throw new AcgsError('internal/bug', 'a certificate that is none');
  return summarise(key);
}
