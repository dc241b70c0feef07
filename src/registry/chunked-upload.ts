import { type Descriptor } from '../model/descriptor.js';
import { discard } from './discard.js';
import { type Repository } from './repository.js';

/** Size of a chunk: what every registry takes; memory holds one at a time. */
const CHUNK = 10 * 1024 * 1024;

/**
 * Uploads in PATCHes of 10 MiB and a closing PUT (distribution-spec, "Pushing a blob in chunks"). No PATCH is
 * repeated: the caller begins anew.
 */
export async function uploadInChunks(
  repository: Repository,
  descriptor: Descriptor,
  open: () => AsyncIterable<Buffer>,
  session: { readonly location: URL; readonly leastChunk: number },
): Promise<void> {
  const doing = `PATCH blob ${repository.name}@${descriptor.digest}`;
  const chunkSize = Math.min(Math.max(CHUNK, session.leastChunk), 4 * CHUNK);
  let { location } = session;
  let sent = 0;
  const scopes = repository.scopes('push');
  for await (const chunk of inPiecesOf(chunkSize, open())) {
    location = await repository.transport.exchange(
      {
        method: 'PATCH',
        to: location,
        doing,
        scopes,
        headers: {
          'content-type': 'application/octet-stream',
          'content-range': `${sent}-${sent + chunk.length - 1}`,
        },
        body: chunk,
        expect: [202, 204],
        streams: true,
        attempts: 1,
      },
      (response) => {
        discard(response);
        return Promise.resolve(repository.transport.resolve(response.headers['location'], response, doing));
      },
    );
    sent += chunk.length;
  }
  const closing = new URL(location);
  closing.searchParams.set('digest', descriptor.digest);
  await repository.transport.exchange(
    {
      method: 'PUT',
      to: closing,
      doing: `PUT blob ${repository.name}@${descriptor.digest}`,
      scopes,
      headers: { 'content-length': '0' },
      expect: [201, 204],
      attempts: 1,
    },
    (response) => {
      discard(response);
      return Promise.resolve();
    },
  );
}

async function* inPiecesOf(size: number, stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    let rest = chunk;
    while (length + rest.length >= size) {
      const part = rest.subarray(0, size - length);
      yield Buffer.concat([...held, part]);
      rest = rest.subarray(part.length);
      held = [];
      length = 0;
    }
    if (rest.length > 0) held.push(Buffer.from(rest));
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(held);
}
