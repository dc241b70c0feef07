/**
 * Hides secrets in everything that acgs prints, writes or passes on. A secret may arrive split over two writes,
 * so {@link Redactor.stream} holds back as many characters as the longest secret has, less one.
 */
const secrets = new Set<string>();
const HIDDEN = '***';
/** Shorter strings would blacken ordinary words. */
const SHORTEST = 6;

/** Registers a secret (a token, a password, a key), in its plain, URL-encoded and base64 forms. */
export function hideSecret(secret: string | undefined): void {
  if (secret === undefined || secret.length < SHORTEST) return;
  secrets.add(secret);
  secrets.add(encodeURIComponent(secret));
  secrets.add(Buffer.from(secret).toString('base64'));
}

/** Forgets all secrets; for tests. */
export function forgetSecrets(): void {
  secrets.clear();
}

function longestFirst(): string[] {
  return [...secrets].sort((a, b) => b.length - a.length);
}

/** `text` with every registered secret replaced, and control and bidi characters made visible. */
export function redact(text: string): string {
  return visible(hide(text));
}

/** `text` with every registered secret replaced; bytes otherwise as they are (for files). */
export function hide(text: string): string {
  let clean = text;
  for (const secret of longestFirst()) clean = clean.replaceAll(secret, HIDDEN);
  return clean;
}

/**
 * Escapes what could drive a terminal or reorder text: C0 (but tab and newline), DEL, C1, bidi controls
 * (CVE-2021-42574).
 */
export function visible(text: string): string {
  return text
    .replace(COLOUR, '')
    .replace(UNSAFE, (character) =>
      character === '\r' ? '' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

/* eslint-disable no-control-regex -- control characters are what these look for */
/** Colour sequences of tools: dropped whole, since renderers colour by themselves. */
const COLOUR = /\u001b\[[0-9;:?]*[ -/]*[@-~]/g;
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/* eslint-enable no-control-regex */

/** Redacts a stream of chunks: `push` returns what is safe to show, `end` the rest. */
export class Redactor {
  private held = '';

  push(chunk: string): string {
    const longest = Math.max(0, ...[...secrets].map((secret) => secret.length));
    this.held += chunk;
    const clean = hide(this.held);
    if (longest < 2) {
      this.held = '';
      return clean;
    }
    const keep = this.partialSecretLength(clean, longest - 1);
    const safe = clean.slice(0, clean.length - keep);
    this.held = clean.slice(clean.length - keep);
    return safe;
  }

  end(): string {
    const rest = hide(this.held);
    this.held = '';
    return rest;
  }

  /** Length of the longest end of `text` that could be the beginning of a secret. */
  private partialSecretLength(text: string, most: number): number {
    for (let length = Math.min(most, text.length); length > 0; length -= 1) {
      const end = text.slice(text.length - length);
      for (const secret of secrets) if (secret.startsWith(end)) return length;
    }
    return 0;
  }
}
