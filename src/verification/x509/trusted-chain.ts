import { type Certificate } from './certificate.js';

/** A certificate and its issuers, the root last. */
export type CertificatePath = readonly [leaf: Certificate, ...issuers: Certificate[]];

/**
 * Certificates that are trusted, of one authority. The way from each of them to its root is found and verified once, however many leaves are
 * held against it.
 */
export class TrustedChain {
  readonly #certificates: readonly Certificate[];
  readonly #ways = new Map<Certificate, CertificatePath | undefined>();

  constructor(certificates: readonly Certificate[]) {
    this.#certificates = certificates.filter(
      ({ der }, at) => certificates.findIndex((other) => other.der.equals(der)) === at,
    );
  }

  /**
   * The shortest way from a leaf to a root among the trusted ones (RFC 5280, 6): every signature, name, CA flag and path length holds. Times are the
   * caller's to check ({@link isValidAt}).
   */
  pathOf(leaf: Certificate): CertificatePath | undefined {
    // Its own issuer is nobody's business: a root cannot sign code.
    if (isSelfSigned(leaf)) return undefined;
    const ways = this.#issuersOf(leaf).map((issuer) => this.#wayOf(issuer));
    const path = shortest(leaf, ways);
    return path !== undefined && isSound(path) ? path : undefined;
  }

  #wayOf(certificate: Certificate, below: readonly Certificate[] = []): CertificatePath | undefined {
    if (this.#ways.has(certificate)) return this.#ways.get(certificate);
    const ways = isSelfSigned(certificate)
      ? undefined
      : this.#issuersOf(certificate)
          .filter((issuer) => issuer !== certificate && !below.includes(issuer))
          .map((issuer) => this.#wayOf(issuer, [...below, certificate]));
    const way: CertificatePath | undefined = ways === undefined ? [certificate] : shortest(certificate, ways);
    this.#ways.set(certificate, way);
    return way;
  }

  /** By key identifier where both have one, else by name; and only those whose key made the signature. */
  #issuersOf(certificate: Certificate): readonly Certificate[] {
    const keyId = certificate.authorityKeyId;
    return this.#certificates.filter((candidate) => {
      const candidateId = keyId === undefined ? undefined : candidate.subjectKeyId;
      const named =
        keyId !== undefined && candidateId !== undefined
          ? candidateId.equals(keyId)
          : candidate.subject.equals(certificate.issuer);
      return named && certificate.isSignedBy(candidate);
    });
  }
}

/** Whether every certificate of a path was valid. */
export function isValidAt(path: CertificatePath, time: Date): boolean {
  return path.every((certificate) => certificate.isValidAt(time));
}

function isSelfSigned(certificate: Certificate): boolean {
  return certificate.subject.equals(certificate.issuer) && certificate.isSignedBy(certificate);
}

/** One issuer that leads nowhere spoils all: which of two keys is meant must not depend on what is left out. */
function shortest(
  certificate: Certificate,
  ways: readonly (CertificatePath | undefined)[],
): CertificatePath | undefined {
  const whole = ways.filter((way) => way !== undefined);
  const [first, ...others] = whole;
  if (first === undefined || whole.length < ways.length) return undefined;
  return [certificate, ...others.reduce((best, way) => (way.length < best.length ? way : best), first)];
}

function isSound(path: CertificatePath): boolean {
  return path.every((certificate, at) => {
    const issuer = path[at + 1];
    const named = issuer === undefined || certificate.issuer.equals(issuer.subject);
    return named && (at === 0 || (certificate.isAuthority && certificate.pathLength >= at - 1));
  });
}
