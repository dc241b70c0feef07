/**
 * Hides secrets in everything that acgs prints, writes or passes on. A secret may arrive split over two writes,
 * so {@link Redactor.stream} holds back as many characters as the longest secret has, less one.
 */
const secrets = new Set<string>();
const HIDDEN = '***';
/** Shorter strings would blacken ordinary words. */
const SHORTEST = 6;

/** Registers a secret (a token, a password, a key) in the forms in which tools write it down. */
export function hideSecret(secret: string | undefined): void {
  if (secret === undefined || secret.length < SHORTEST) return;
  // Lone surrogates have no URL-encoded form; the bytes that are written hold replacement characters too.
  const written = Buffer.from(secret).toString();
  secrets.add(secret);
  secrets.add(encodeURIComponent(written));
  secrets.add(JSON.stringify(written).slice(1, -1));
  secrets.add(Buffer.from(secret).toString('base64'));
  for (const form of base64Inside(Buffer.from(secret))) if (form.length >= SHORTEST) secrets.add(form);
}

/**
 * What of a secret stays the same when it is encoded as part of a longer text, as in `Authorization: Basic`
 * (`user:password`): base64 takes three bytes at a time, so there are three alignments, each in both alphabets.
 */
function base64Inside(secret: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64');
    const first = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + secret.length) * 8) / 6);
    const inner = encoded.slice(first, end);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
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
  // Once more after colours and carriage returns are gone: they may have split a secret.
  return hide(visible(hide(text)));
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
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/* eslint-enable no-control-regex */

/** Redacts a stream of chunks: `push` returns what is safe to show, `end` the rest. */
export class Redactor {
  private held = '';

  push(chunk: string): string {
    this.held += chunk;
    const cut = this.safeLength();
    const safe = hide(this.held.slice(0, cut));
    this.held = this.held.slice(cut);
    return safe;
  }

  end(): string {
    const rest = hide(this.held);
    this.held = '';
    return rest;
  }

  /** How much of the held text no secret can begin in that goes on in the next chunk, without cutting one in two. */
  private safeLength(): number {
    let cut = this.held.length - this.partialSecretLength();
    for (let moved = true; moved;) {
      moved = false;
      for (const secret of secrets) {
        const at = this.held.lastIndexOf(secret, cut - 1);
        if (at < 0 || at >= cut || at + secret.length <= cut) continue;
        cut = at;
        moved = true;
      }
    }
    return cut;
  }

  /** Length of the longest end of the held text that is the beginning of a secret. */
  private partialSecretLength(): number {
    const longest = Math.max(0, ...[...secrets].map((secret) => secret.length));
    for (let length = Math.min(longest - 1, this.held.length); length > 0; length -= 1) {
      const end = this.held.slice(this.held.length - length);
      for (const secret of secrets) if (secret.length > length && secret.startsWith(end)) return length;
    }
    return 0;
  }
}
