const HEADER = 8;

/**
 * Takes the log of a container without a terminal apart: frames of one stream byte, three zero bytes and a
 * big-endian length (Docker Engine API, ContainerAttach, "Stream format"). A cut last frame is kept as far as it goes.
 */
export function readFrames(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Buffer[] = [];
  for (let at = 0; at + HEADER <= view.length;) {
    const length = view.readUInt32BE(at + 4);
    parts.push(view.subarray(at + HEADER, at + HEADER + length));
    at += HEADER + length;
  }
  return Buffer.concat(parts).toString('utf8');
}
