import { type ClientRequest } from 'node:http';

/**
 * Writes a body piece by piece: the next is asked for once the last is with the system, so that pieces may share a buffer.
 * Stops where the request has ended early; what `chunks` throws ends the request.
 */
export async function sendBody(chunks: AsyncIterable<Uint8Array>, outgoing: ClientRequest): Promise<void> {
  let go: (() => void) | undefined;
  outgoing.once('close', () => go?.());
  try {
    for await (const chunk of chunks) {
      if (outgoing.destroyed) return;
      await new Promise<void>((resolve) => {
        go = resolve;
        outgoing.write(chunk, () => {
          resolve();
        });
      });
    }
    outgoing.end();
  } catch (error) {
    outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}
