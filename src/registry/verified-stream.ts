import { createHash } from 'node:crypto';
import { type Descriptor } from '../model/descriptor.js';
import { AcgsError } from '../model/errors.js';

/**
 * Passes bytes on and fails at the end unless they are those of the descriptor, or as soon as there are too many.
 * Whoever reads must treat what came as unproven until the stream ends. Nothing is opened before it is read.
 * Errors with `evidence/tampered`.
 */
export async function* verifiedRead(
  open: () => AsyncIterable<Buffer>,
  descriptor: Pick<Descriptor, 'digest' | 'size'>,
  what: string,
): AsyncGenerator<Buffer, void> {
  const check = new ContentCheck(descriptor, what);
  for await (const chunk of open()) {
    check.update(chunk);
    yield chunk;
  }
  check.finish();
}

/** Compares bytes with the digest and size by which they were asked for. */
export class ContentCheck {
  private readonly hash = createHash('sha256');
  private count = 0;

  constructor(
    private readonly expected: Pick<Descriptor, 'digest' | 'size'>,
    private readonly what: string,
  ) {}

  /** Bytes seen so far. */
  get seen(): number {
    return this.count;
  }

  /** @throws AcgsError `evidence/tampered` once there are more bytes than expected */
  update(chunk: Uint8Array): void {
    this.count += chunk.length;
    if (this.count > this.expected.size)
      throw tampered(this.what, `expected ${this.expected.size} bytes, got more`);
    this.hash.update(chunk);
  }

  /** @throws AcgsError `evidence/tampered` */
  finish(): void {
    if (this.count !== this.expected.size)
      throw tampered(this.what, `expected ${this.expected.size} bytes, got ${this.count}`);
    const digest = `sha256:${this.hash.digest('hex')}`;
    if (digest !== this.expected.digest)
      throw tampered(this.what, `expected ${this.expected.digest}, got ${digest}`);
  }
}

/** The error for bytes that are not what they are named. */
export function tampered(what: string, why: string): AcgsError {
  return new AcgsError('evidence/tampered', `${what} was changed: ${why}`, {
    next: ['do not use it; fetch it again from a place you trust'],
  });
}
