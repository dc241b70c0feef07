import { type Descriptor } from '../model/descriptor.js';
import { AcgsError } from '../model/errors.js';
import { type HttpResponse } from '../system/http.js';
import { withRetry } from '../system/retry.js';
import { discard } from './discard.js';
import { hasBlob } from './blobs.js';
import { uploadInChunks } from './chunked-upload.js';
import { type BlobOrigin, type BlobOutcome } from './content.js';
import { PassingFailure } from './failure.js';
import { type Repository } from './repository.js';
import { judgePassing } from './retry-judgement.js';
import { verifiedRead } from './verified-stream.js';

/** Answers of registries that want a blob in pieces. */
const WANTS_CHUNKS = [404, 405, 411, 413, 415, 501];

/**
 * Uploads a blob unless it is there: HEAD, mount from `from` where it lies on the same registry, else POST and one
 * streamed PUT, else in chunks. A try that fails begins again with a new session and the stream from its start.
 * @throws AcgsError `evidence/tampered` when the bytes given are not the descriptor's, `registry/*`
 */
export async function uploadBlob(
  repository: Repository,
  descriptor: Descriptor,
  open: () => AsyncIterable<Buffer>,
  from?: BlobOrigin,
): Promise<BlobOutcome> {
  if (await hasBlob(repository, descriptor)) return 'present';
  const what = `blob ${repository.name}@${descriptor.digest}`;
  let lie: Error | undefined;
  const openVerified = async function* (): AsyncGenerator<Buffer, void> {
    try {
      yield* verifiedRead(open, descriptor, what);
    } catch (error) {
      // Told apart from what the connection says once its body is gone.
      if (error instanceof AcgsError) lie = error;
      throw error;
    }
  };
  const { signal } = repository.options;
  let tries = 0;
  /** Only the sending itself is repeated here; the small requests around it repeat themselves. */
  let sending = false;
  const upload = withRetry<BlobOutcome>(
    async () => {
      tries += 1;
      sending = false;
      // The answer to the former try may have been lost after the registry took everything.
      if (tries > 1 && (await hasBlob(repository, descriptor))) return 'written';
      const session = await start(repository, descriptor, tries === 1 ? from : undefined);
      if (session === 'mounted') return 'mounted';
      try {
        sending = true;
        if (await putWhole(repository, descriptor, openVerified, session)) return 'written';
        sending = false;
        const again = await start(repository, descriptor);
        if (again === 'mounted') return 'mounted';
        sending = true;
        await uploadInChunks(repository, descriptor, openVerified, again);
        return 'written';
      } catch (error) {
        throw lie ?? error;
      }
    },
    {
      judge: (error) => {
        if (!sending || lie !== undefined) return { again: false };
        if (error instanceof PassingFailure) return judgePassing(error);
        return { again: error instanceof AcgsError && error.code === 'registry/unreachable' };
      },
      attempts: repository.options.attempts ?? 5,
      ...(signal === undefined ? {} : { signal }),
    },
  );
  return await upload.catch((error: unknown) => {
    if (signal?.aborted !== true) throw error;
    throw new AcgsError('run/interrupted', `the upload of ${what} was interrupted`, { cause: error });
  });
}

interface Session {
  readonly location: URL;
  /** Least size of a chunk, if the registry has one (distribution-spec, OCI-Chunk-Min-Length). */
  readonly leastChunk: number;
}

async function start(
  repository: Repository,
  descriptor: Descriptor,
  from?: BlobOrigin,
): Promise<Session | 'mounted'> {
  const mount = from?.registry === repository.registry && from.repository !== repository.repository;
  const query = mount ? `?mount=${descriptor.digest}&from=${encodeURIComponent(from.repository)}` : '';
  const doing = `POST upload of ${repository.name}@${descriptor.digest}`;
  const open = async (target: string, scopes: readonly string[]): Promise<Session | 'mounted'> =>
    await repository.transport.exchange(
      { method: 'POST', to: target, doing, scopes, headers: { 'content-length': '0' }, expect: [201, 202] },
      (response: HttpResponse): Promise<Session | 'mounted'> => {
        discard(response);
        if (response.status === 201 && mount) return Promise.resolve('mounted');
        const location = repository.transport.resolve(response.headers['location'], response, doing);
        const leastChunk = Number(response.headers['oci-chunk-min-length'] ?? 0);
        return Promise.resolve({ location, leastChunk: Number.isSafeInteger(leastChunk) ? leastChunk : 0 });
      },
    );
  const plain = `${repository.repository}/blobs/uploads/`;
  if (!mount) return await open(plain, repository.scopes('push'));
  try {
    return await open(`${plain}${query}`, repository.scopes('push', from.repository));
  } catch (error) {
    // No right to read the other repository, or no mounting at all: send the bytes.
    if (
      error instanceof AcgsError &&
      error.code !== 'registry/unreachable' &&
      error.code !== 'run/interrupted'
    )
      return await open(plain, repository.scopes('push'));
    throw error;
  }
}

/** One PUT with everything; false when the registry wants chunks. Not repeated here: the session is used up. */
async function putWhole(
  repository: Repository,
  descriptor: Descriptor,
  open: () => AsyncIterable<Buffer>,
  { location }: Session,
): Promise<boolean> {
  const url = new URL(location);
  url.searchParams.set('digest', descriptor.digest);
  return await repository.transport.exchange(
    {
      method: 'PUT',
      to: url,
      doing: `PUT blob ${repository.name}@${descriptor.digest}`,
      scopes: repository.scopes('push'),
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(descriptor.size),
      },
      body: open,
      expect: [201, 204, ...WANTS_CHUNKS],
      streams: true,
      attempts: 1,
    },
    (response) => {
      discard(response);
      return Promise.resolve(!WANTS_CHUNKS.includes(response.status));
    },
  );
}
