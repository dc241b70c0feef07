import { open } from 'node:fs/promises';

/** Large enough that the calls do not count, small enough that several files at a time do not either. */
const PIECE = 512 * 1024;

/**
 * A file's bytes in pieces that are all views of two buffers: **each is good until the next is asked for**, and who keeps bytes
 * copies them. A layer of some hundred megabytes would else leave as much garbage behind, and collecting that costs more than
 * reading. While a piece is looked at, the next is read.
 * @throws what `node:fs` throws
 */
export async function* chunksOfFile(path: string): AsyncGenerator<Buffer, void> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const length = Math.max(1, Math.min(PIECE, size === 0 ? PIECE : size));
    let [piece, other] = [Buffer.allocUnsafe(length), Buffer.allocUnsafe(length)];
    let reading = handle.read(piece, 0, length, null);
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      reading = handle.read(other, 0, length, null);
      // Whoever stops early never asks how that ends.
      reading.catch(() => undefined);
      yield piece.subarray(0, bytesRead);
      [piece, other] = [other, piece];
    }
  } finally {
    await handle.close();
  }
}
