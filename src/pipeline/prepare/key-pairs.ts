import { join } from 'node:path';
import { entriesOf, exists, openForReading } from '../../system/files.js';

const HEADER = /^\s*-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----/;
const HEAD_BYTES = 256;

/**
 * cosign key pairs that lie in a folder, both halves: they are never part of a release, whether this run signs with them or a later
 * one does, so that both build the same image.
 */
export async function keyPairsIn(folder: string): Promise<readonly string[]> {
  const pairs: string[] = [];
  for (const entry of await entriesOf(folder)) {
    if (!entry.isFile() || !entry.name.endsWith('.key')) continue;
    const path = join(folder, entry.name);
    if (!HEADER.test((await headOf(path)).toString('latin1'))) continue;
    const publicHalf = path.replace(/\.key$/, '.pub');
    pairs.push(path, ...((await exists(publicHalf)) ? [publicHalf] : []));
  }
  return pairs;
}

async function headOf(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of openForReading(path, { start: 0, end: HEAD_BYTES }) as AsyncIterable<Buffer>)
    chunks.push(chunk);
  return Buffer.concat(chunks);
}
