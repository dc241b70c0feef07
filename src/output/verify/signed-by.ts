/** Who signed, and when, as a verified result tells it. */
export interface SignedView {
  readonly signature: {
    readonly certificate?: {
      readonly subjectAlternativeName: string;
      readonly extensions: { readonly issuer?: string };
    };
    readonly publicKeyHint?: string;
  };
  readonly verifiedTimestamps: readonly { readonly timestamp: string }[];
}

/** `by https://github.com/… (issuer), 2026-11-02T…`, or `by the key SHA256…`. */
export function signedBy({ signature, verifiedTimestamps }: SignedView): string {
  const { certificate, publicKeyHint } = signature;
  const who =
    certificate === undefined
      ? `the key ${publicKeyHint ?? 'given'}`
      : `${certificate.subjectAlternativeName} (${certificate.extensions.issuer ?? 'no issuer'})`;
  const [time] = verifiedTimestamps;
  return `by ${who}${time === undefined ? '' : `, ${time.timestamp}`}`;
}
