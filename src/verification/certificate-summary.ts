import { X509Certificate as NodeCertificate } from 'node:crypto';
import { FULCIO_EXTENSIONS, type FulcioExtension } from '../model/fulcio-extensions.js';
import { Refused } from './refusal.js';
import { type Certificate } from './x509/certificate.js';
import { context, readDer, readOid } from './x509/der.js';

/** What a Fulcio certificate says of its holder, under sigstore-go's names. */
export interface CertificateSummary {
  readonly certificateIssuer: string;
  readonly subjectAlternativeName: string;
  /** RFC 3339. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly extensions: Readonly<Partial<Record<FulcioExtension, string>>>;
}

const FULCIO_ARC = '1.3.6.1.4.1.57264.1.';

const LAST_RAW = 6;
const ISSUER_V1 = 1;
const OTHER_NAME = 7;
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';

/**
 * Reads identity and claims of a leaf certificate.
 * @throws Refused `certificate/malformed`, `certificate/usage`
 */
export function summarise({
  leaf: certificate,
  der,
}: {
  readonly leaf: Certificate;
  readonly der: Buffer;
}): CertificateSummary {
  try {
    const node = new NodeCertificate(der);
    if (node.keyUsage?.includes(CODE_SIGNING) !== true)
      throw new Refused(
        'certificate/usage',
        'expected a certificate for code signing, got one for something else',
      );
    const issuer =
      extensionText(certificate, FULCIO_EXTENSIONS.issuer) ?? extensionText(certificate, ISSUER_V1);
    const others = Object.entries(FULCIO_EXTENSIONS)
      .filter(([name]) => name !== 'issuer')
      .map(([name, number]) => [name, extensionText(certificate, number)] as const)
      .filter(([, value]) => value !== undefined);
    return {
      certificateIssuer: node.issuer.split('\n').join(','),
      subjectAlternativeName: subjectOf(certificate),
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
      extensions: { ...(issuer === undefined ? {} : { issuer }), ...Object.fromEntries(others) },
    };
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused('certificate/malformed', 'the certificate’s extensions cannot be read', {
      cause: error,
    });
  }
}

function extensionText(certificate: Certificate, number: number): string | undefined {
  const value = certificate.extension(`${FULCIO_ARC}${number}`)?.value;
  if (value === undefined) return undefined;
  if (number <= LAST_RAW) return value.toString('utf8');
  return readDer(value).content.toString('utf8');
}

/** Tags of GeneralName (RFC 5280, 4.2.1.6). */
const GENERAL_NAME = { otherName: context(0), email: 0x81, uri: 0x86 };

/** The one name in the SAN: Fulcio issues no other; with several, two verifiers could see two different signers. */
function subjectOf(certificate: Certificate): string {
  const names = readDer(certificate.extension('2.5.29.17')?.value ?? Buffer.alloc(0)).children;
  const [name] = names;
  if (name === undefined || names.length !== 1)
    throw new Refused('certificate/malformed', `expected one subject alternative name, got ${names.length}`);
  if (name.tag === GENERAL_NAME.email || name.tag === GENERAL_NAME.uri) return name.content.toString('utf8');
  const [type, text] = name.children;
  if (name.tag === GENERAL_NAME.otherName && readOid(type) === `${FULCIO_ARC}${OTHER_NAME}`) {
    const value = text?.children[0]?.content;
    if (value !== undefined) return value.toString('utf8');
  }
  throw new Refused(
    'certificate/malformed',
    'expected a URI, an e-mail address or a Fulcio user name as subject',
  );
}
