import { createHash } from 'node:crypto';
import { createReadStream, type BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Digest } from '../model/digest.js';
import { AcgsError, messageOf } from '../model/errors.js';

interface Hashed {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}

/**
 * Files that this process has hashed, and what they were like: layers are looked at by step after step of a release. The time of
 * change (ctime) is the kernel's and cannot be set back, so a file that was written to since is hashed again.
 */
const hashed = new Map<string, { readonly stamp: string; readonly result: Hashed }>();

/** The clock of file times ticks every few milliseconds: what changed this recently could change again unseen. */
const SETTLED_MS = 200;

/** Digest and size of a file, streamed: memory does not grow with the file. @throws AcgsError `file/failed` */
export async function digestOfFile(path: string): Promise<Hashed> {
  try {
    const before = await stat(path, { bigint: true });
    const known = hashed.get(path);
    if (known?.stamp === stampOf(before)) return known.result;
    const begun = Date.now();
    const result = await read(path);
    const after = await stat(path, { bigint: true });
    if (stampOf(after) === stampOf(before) && begun - Number(after.ctimeMs) > SETTLED_MS)
      hashed.set(path, { stamp: stampOf(before), result });
    return result;
  } catch (error) {
    throw new AcgsError('file/failed', `cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

async function read(path: string): Promise<Hashed> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { digest: `sha256:${hash.digest('hex')}`, size };
}

function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
