/**
 * Private keys in PEM. Only a header that is followed by key material counts: source code that merely mentions the
 * header is no key. `\n` written out is how JSON carries one (service account files).
 */
const HEADER =
  /-----BEGIN ((?:[A-Z0-9]+ )*)PRIVATE KEY( BLOCK)?-----(?:\r?\n|\\n)(?:(?:[A-Za-z-]+: [^\n]*(?:\r?\n|\\n))*(?:\r?\n|\\n)?)[A-Za-z0-9+/=]{20,}/;

/** What kind of private key a text carries, if any. */
export interface PrivateKeyFound {
  /** `RSA PRIVATE KEY`, `ENCRYPTED SIGSTORE PRIVATE KEY`, … */
  readonly label: string;
  /** A cosign key, which acgs keeps out of every context by itself. */
  readonly ours: boolean;
}

/** Looks for a private key in the beginning of a file (see {@link SCANNED_BYTES}). */
export function findPrivateKey(text: string): PrivateKeyFound | undefined {
  // cosign's own headers are taken at their word, whatever follows.
  const encrypted = /-----BEGIN (ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY)-----/.exec(text)?.[1];
  if (encrypted !== undefined && /^\s*-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----/.test(text))
    return { label: encrypted, ours: true };
  const found = HEADER.exec(text);
  return found === null ? undefined : { label: `${found[1] ?? ''}PRIVATE KEY${found[2] ?? ''}`, ours: false };
}

/** How much of each file is looked at. */
export const SCANNED_BYTES = 256 * 1024;
