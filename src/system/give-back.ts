/**
 * Gives the memory of bytes back at once that nobody looks at any more, instead of when it is collected: for pieces of large
 * bodies. Bytes that share their memory with others (Node's pool) are left alone.
 */
export function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength > 0 && buffer.byteLength === byteLength) buffer.transfer(0);
}
