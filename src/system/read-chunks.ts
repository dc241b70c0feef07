import { open } from 'node:fs/promises';

/** Large enough that the calls do not count, small enough that several files at a time do not either. */
const PIECE = 512 * 1024;

/**
 * A file's bytes in pieces that are all views of one buffer: **each is good until the next is asked for**, and who keeps bytes
 * copies them. A layer of some hundred megabytes would else leave as much garbage behind, and collecting that costs more than
 * reading.
 * @throws what `node:fs` throws
 */
export async function* chunksOfFile(path: string): AsyncGenerator<Buffer, void> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(PIECE, size === 0 ? PIECE : size)));
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
