import { join } from 'node:path';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest, hexOf, parseDigest } from '../model/digest.js';
import { AcgsError, messageOf } from '../model/errors.js';
import { factsOf, writeFileAtomic } from '../system/files.js';
import { digestOfFile } from '../system/hashing.js';
import { chunksOfFile } from '../system/read-chunks.js';
import { refuseLarger } from './refuse-larger.js';
import { ContentCheck, tampered, verifiedRead } from './verified-stream.js';

/** The blobs of a layout folder: named by digest, checked on every read. */
export class LayoutBlobs {
  constructor(private readonly folder: string) {}

  /** Where a blob lies: made of the 64 hex digits alone, so no name leads elsewhere. @throws AcgsError `reference/invalid` */
  path(digest: Digest): string {
    return join(this.folder, 'blobs', 'sha256', hexOf(parseDigest(digest)));
  }

  /** Size of a blob, or nothing. A link, device or folder in its place is refused: `evidence/invalid`. */
  async size(digest: Digest): Promise<number | undefined> {
    const facts = await factsOf(this.path(digest));
    if (facts === undefined) return undefined;
    if (facts.kind !== 'file')
      throw new AcgsError('evidence/invalid', `${this.path(digest)} is a ${facts.kind}, expected a file`);
    return facts.size;
  }

  /** Whether a blob is there with the right bytes; hashed, because a damaged one must be written again. */
  async has(descriptor: Pick<Descriptor, 'digest' | 'size'>): Promise<boolean> {
    if ((await this.size(descriptor.digest)) !== descriptor.size) return false;
    return (await digestOfFile(this.path(descriptor.digest))).digest === descriptor.digest;
  }

  /** The bytes of a blob, as `chunksOfFile` gives them; ends with `evidence/tampered` unless they are the descriptor's. */
  async *open(descriptor: Pick<Descriptor, 'digest' | 'size'>): AsyncGenerator<Buffer, void> {
    const what = `blob ${this.path(descriptor.digest)}`;
    const size = await this.size(descriptor.digest);
    if (size === undefined)
      throw new AcgsError('evidence/invalid', `${what} is missing`, {
        next: ['build or copy the image again'],
      });
    if (size !== descriptor.size) throw tampered(what, `expected ${descriptor.size} bytes, got ${size}`);
    const check = new ContentCheck(descriptor, what);
    try {
      for await (const chunk of chunksOfFile(this.path(descriptor.digest))) {
        check.update(chunk);
        yield chunk;
      }
    } catch (error) {
      if (error instanceof AcgsError) throw error;
      throw new AcgsError('file/failed', `cannot read ${what}: ${messageOf(error)}`, { cause: error });
    }
    check.finish();
  }

  /** A whole blob of at most `limit` bytes. @throws AcgsError `evidence/too-large`, and as {@link open} */
  async read(descriptor: Pick<Descriptor, 'digest' | 'size'>, limit: number): Promise<Buffer> {
    refuseLarger(descriptor, limit, `blob ${this.path(descriptor.digest)}`);
    const whole = Buffer.allocUnsafe(descriptor.size);
    let at = 0;
    for await (const chunk of this.open(descriptor)) at += chunk.copy(whole, at);
    return whole;
  }

  /** Writes a blob whole or not at all. @throws AcgsError `evidence/tampered` */
  async write(
    descriptor: Pick<Descriptor, 'digest' | 'size'>,
    open: () => AsyncIterable<Buffer>,
  ): Promise<void> {
    const path = this.path(descriptor.digest);
    await writeFileAtomic(path, verifiedRead(open, descriptor, `blob for ${path}`));
  }
}
