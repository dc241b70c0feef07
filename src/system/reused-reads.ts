import { type OnReadOpts, type Socket } from 'node:net';

/** Most answers are smaller: bytes. A connection begins with this, since memory that is taken is filled with zeros. */
const FIRST = 16 * 1024;
/** A layer comes in pieces of this size where the network is quick: bytes. */
const PIECE = 256 * 1024;

/**
 * Option of a connection: it reads into one buffer again and again, where Node would take new memory for every read. That lies
 * outside of V8's heap and is collected late: reading some hundred megabytes back left a hundred of them behind.
 * The HTTP parser takes its pieces out of the buffer at once, by copy. Bytes that nobody has taken yet keep their buffer, and the
 * connection gets another; a larger one once a read has filled it.
 */
export function reusedReads(): OnReadOpts {
  let free: Uint8Array | undefined;
  let size = FIRST;
  return {
    buffer: () => {
      const next = free ?? Buffer.allocUnsafeSlow(size);
      free = undefined;
      size = FIRST;
      return next;
    },
    // Node asks for the next buffer right after this, so that it never goes to another connection.
    callback(this: Socket, length: number, buffer: Uint8Array): boolean {
      const goOn = this.push(buffer.subarray(0, length));
      size = length === buffer.length ? PIECE : buffer.length;
      if (this.readableLength === 0 && size === buffer.length) free = buffer;
      return goOn;
    },
  };
}
