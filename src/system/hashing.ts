import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type Digest } from '../model/digest.js';
import { AcgsError, messageOf } from '../model/errors.js';

/** Digest and size of a file, streamed: memory does not grow with the file. @throws AcgsError `file/failed` */
export async function digestOfFile(path: string): Promise<{ digest: Digest; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
    }
  } catch (error) {
    throw new AcgsError('file/failed', `cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
  return { digest: `sha256:${hash.digest('hex')}`, size };
}
