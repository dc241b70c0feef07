/** One PEM block (RFC 7468). */
export interface PemBlock {
  readonly label: string;
  readonly bytes: Buffer;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,60})-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

/** All PEM blocks of a text, in order; text between them is ignored, as OpenSSL does. */
export function pemBlocks(text: string): PemBlock[] {
  return [...text.matchAll(BLOCK)].map((match) => ({
    label: match[1] ?? '',
    bytes: Buffer.from((match[2] ?? '').replace(/\s+/g, ''), 'base64'),
  }));
}

/** Writes one PEM block with lines of 64 characters. */
export function toPem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
