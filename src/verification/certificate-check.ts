import { type TrustAnchors } from '../trust/trust-anchors.js';
import { chainOf, isTrustedAt } from './authorities.js';
import { Refused } from './refusal.js';
import { type Thresholds } from './thresholds.js';
import { type Certificate } from './x509/certificate.js';
import { checkTransparency } from './x509/certificate-transparency.js';
import { type CertificatePath } from './x509/trusted-chain.js';

/**
 * The certificate must lead to a trusted authority, all of the way valid at every signed time, and be entered in a certificate log.
 * The signatures on the way are verified once for all times, those among the authority's own once for all bundles.
 * @throws Refused `certificate/untrusted`, `certificate/transparency`, `timestamp/missing`
 */
export function checkCertificate(
  leaf: Certificate,
  times: readonly Date[],
  anchors: TrustAnchors,
  { certificateLogs }: Pick<Thresholds, 'certificateLogs'>,
): void {
  if (times.length === 0)
    throw new Refused('timestamp/missing', 'no signed time says when the certificate was used');
  const ways = anchors.certificateAuthorities.flatMap((authority) => {
    const path = chainOf(authority).pathOf(leaf);
    return path === undefined ? [] : [{ authority, path }];
  });
  let path: CertificatePath | undefined;
  for (const time of times) {
    path = ways.find((way) => isTrustedAt(way.authority, way.path, time))?.path;
    if (path === undefined)
      throw new Refused(
        'certificate/untrusted',
        ways.length === 0
          ? 'the certificate leads to no trusted authority'
          : `the certificate, or an authority over it, was not valid at ${time.toISOString()}`,
      );
  }
  const issuer = path?.[1];
  if (issuer === undefined) throw new Refused('certificate/untrusted', 'the certificate has no issuer');
  checkTransparency(leaf, issuer, anchors, certificateLogs);
}
