import { type SigningKey } from '../../verification/signed-evidence.js';

/** Who seems to have signed: what the evidence says of itself. */
export type SignerHint =
  | {
      readonly kind: 'public-key';
      /** Base64 SHA-256 of the key in DER, if the bundle names it. */
      readonly hint?: string;
    }
  | {
      readonly kind: 'certificate';
      readonly identity: string;
      readonly issuer?: string;
      /** RFC 3339. */
      readonly notBefore: string;
      readonly notAfter: string;
      /** Further claims of the certificate, by Fulcio's names. */
      readonly claims: Readonly<Record<string, string>>;
    }
  /** A certificate that cannot be read as one for signing. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads what the evidence says of its signer. */
export async function signerHint(key: SigningKey): Promise<SignerHint> {
  if (key.kind === 'public-key')
    return { kind: 'public-key', ...(key.hint === undefined || key.hint === '' ? {} : { hint: key.hint }) };
  const [{ summarise }, { Refused }] = await Promise.all([
    import('../../verification/certificate-summary.js'),
    import('../../verification/refusal.js'),
  ]);
  try {
    const { subjectAlternativeName, notBefore, notAfter, extensions } = summarise(key);
    const { issuer, ...claims } = extensions;
    return {
      kind: 'certificate',
      identity: subjectAlternativeName,
      ...(issuer === undefined ? {} : { issuer }),
      notBefore,
      notAfter,
      claims,
    };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'unreadable', reason: error.message };
    throw error;
  }
}

/** The command that would verify by this signer. Values come from outside and are quoted for a POSIX shell. */
export function verifyLine(signer: SignerHint, argument: string): string {
  const identity = ({ identity, issuer }: Extract<SignerHint, { kind: 'certificate' }>): string =>
    `--certificate-identity ${quoted(identity)} --certificate-oidc-issuer ${quoted(issuer ?? 'ISSUER')}`;
  const flags = signer.kind === 'certificate' ? identity(signer) : '--key cosign.pub';
  return `acgs verify ${flags} ${argument}`;
}

/** A word of a POSIX shell command that means exactly these characters. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
