import { createHash } from 'node:crypto';
import { type BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Digest } from '../model/digest.js';
import { AcgsError, messageOf } from '../model/errors.js';
import { chunksOfFile } from './read-chunks.js';

interface Hashed {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}

/**
 * Files that this process has hashed, and what they were like: layers are looked at by step after step of a release. The time of
 * change (ctime) is the kernel's and cannot be set back, so a file that was written to since is hashed again. The path does not
 * matter: a finished draft of a layout is renamed as a whole.
 */
const hashed = new Map<string, Hashed>();

/** The clock of file times ticks every few milliseconds: what changed this recently could change again unseen. */
const SETTLED_MS = 200;

/** Digest and size of a file, streamed: memory does not grow with the file. @throws AcgsError `file/failed` */
export async function digestOfFile(path: string): Promise<Hashed> {
  try {
    const before = await stat(path, { bigint: true });
    const stamp = stampOf(before);
    const known = hashed.get(stamp);
    if (known !== undefined) return known;
    const begun = Date.now();
    const result = await read(path);
    const after = await stat(path, { bigint: true });
    if (stampOf(after) === stamp && begun - Number(after.ctimeMs) > SETTLED_MS) hashed.set(stamp, result);
    return result;
  } catch (error) {
    throw new AcgsError('file/failed', `cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

async function read(path: string): Promise<Hashed> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunksOfFile(path)) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { digest: `sha256:${hash.digest('hex')}`, size };
}

function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
