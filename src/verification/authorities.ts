import { type TrustAnchors } from '../trust/trust-anchors.js';
import { Certificate } from './x509/certificate.js';
import { type CertificatePath, isValidAt, TrustedChain } from './x509/trusted-chain.js';

type Authority = TrustAnchors['certificateAuthorities'][number];

const chains = new WeakMap<Authority, TrustedChain>();
const signers = new WeakMap<
  Authority,
  { readonly signer: Certificate; readonly path: CertificatePath | undefined }
>();

/** The certificates of an authority, parsed and linked once. @throws DerError */
export function chainOf(authority: Authority): TrustedChain {
  const known = chains.get(authority) ?? new TrustedChain(certificatesOf(authority));
  chains.set(authority, known);
  return known;
}

/** What a timestamp authority signs with, and its way to the root; nothing for an authority without certificates. @throws DerError */
export function stampSignerOf(
  authority: Authority,
): { readonly signer: Certificate; readonly path: CertificatePath | undefined } | undefined {
  const known = signers.get(authority);
  if (known !== undefined) return known;
  const [signer, ...issuers] = certificatesOf(authority);
  if (signer === undefined) return undefined;
  const found = { signer, path: new TrustedChain(issuers).pathOf(signer) };
  signers.set(authority, found);
  return found;
}

/** Whether an authority was trusted then, and its certificates valid. Both ends of a window belong to it. */
export function isTrustedAt(
  { validFor: { start, end } }: Authority,
  path: CertificatePath,
  time: Date,
): boolean {
  return start <= time && time <= end && isValidAt(path, time);
}

function certificatesOf({ certChain }: Authority): Certificate[] {
  return certChain.map(({ root }) => new Certificate(root.toDER()));
}
