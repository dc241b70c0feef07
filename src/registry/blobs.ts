import { type Descriptor } from '../model/descriptor.js';
import { AcgsError } from '../model/errors.js';
import { giveBack } from '../system/give-back.js';
import { type HttpResponse } from '../system/http.js';
import { discard } from './discard.js';
import { eachPiece } from '../system/read-body.js';
import { blobPath } from './paths.js';
import { type RegistryRequest } from './registry-request.js';
import { type Repository } from './repository.js';
import { refuseLarger } from './refuse-larger.js';
import { ContentCheck } from './verified-stream.js';

/** Times that a blob's broken-off stream is taken up again without any byte gained. */
const RESUMES_WITHOUT_GAIN = 4;
/** Blobs of more bytes are streamed, and taken up again where the connection broke. */
const WORTH_RESUMING = 64 * 1024;

function nameOf(repository: Repository, descriptor: Descriptor): string {
  return `blob ${repository.name}@${descriptor.digest}`;
}

/** HEAD of a blob; one of another size is taken for absent, so that it is written again. */
export async function hasBlob(repository: Repository, descriptor: Descriptor): Promise<boolean> {
  return await repository.transport.exchange(
    {
      method: 'HEAD',
      to: blobPath(repository.repository, descriptor.digest),
      doing: `HEAD ${nameOf(repository, descriptor)}`,
      scopes: repository.scopes('pull'),
      expect: [200, 404],
    },
    (response) => {
      discard(response);
      const size = response.headers['content-length'];
      return Promise.resolve(
        response.status === 200 && (size === undefined || Number(size) === descriptor.size),
      );
    },
  );
}

/**
 * The bytes of a blob (distribution-spec, "Pulling blobs"): memory does not grow with it. A connection that breaks is
 * taken up again where it broke (Range). Each piece is good until the next is asked for. Ends with `evidence/tampered` unless the
 * bytes are the descriptor's.
 */
export async function* openBlob(
  repository: Repository,
  descriptor: Descriptor,
): AsyncGenerator<Buffer, void> {
  const check = new ContentCheck(descriptor, nameOf(repository, descriptor));
  for (let fruitless = 0; ;) {
    const before = check.seen;
    const response = await request(repository, descriptor, before);
    let skip = before > 0 && response.status === 200 ? before : 0;
    try {
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        const fresh = skip === 0 ? chunk : chunk.subarray(Math.min(skip, chunk.length));
        skip -= chunk.length - fresh.length;
        if (fresh.length === 0) continue;
        check.update(fresh);
        yield fresh;
        giveBack(chunk);
      }
      break;
    } catch (error) {
      if (error instanceof AcgsError && error.code !== 'network/failed') throw error;
      fruitless = check.seen > before ? 0 : fruitless + 1;
      if (fruitless >= RESUMES_WITHOUT_GAIN)
        throw new AcgsError(
          'registry/unreachable',
          `${nameOf(repository, descriptor)}: the answer breaks off again and again after ${check.seen} of ${descriptor.size} bytes`,
          { cause: error },
        );
    } finally {
      response.body.destroy();
    }
  }
  check.finish();
}

async function request(
  repository: Repository,
  descriptor: Descriptor,
  offset: number,
): Promise<HttpResponse> {
  return await repository.transport.exchange(
    {
      ...getOf(repository, descriptor),
      headers: offset === 0 ? {} : { range: `bytes=${offset}-` },
      expect: [200, 206],
      streams: true,
    },
    (response) => {
      const start = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')?.[1];
      if (response.status === 206 && Number(start) !== offset)
        throw new AcgsError(
          'registry/protocol',
          `GET ${nameOf(repository, descriptor)}: asked for bytes from ${offset}, got those from ${start ?? 'nowhere'}`,
        );
      return Promise.resolve(response);
    },
  );
}

/** A whole blob of at most `limit` bytes. @throws AcgsError `evidence/too-large`, `evidence/tampered`, `registry/*` */
export async function readBlob(
  repository: Repository,
  descriptor: Descriptor,
  limit: number,
): Promise<Buffer> {
  refuseLarger(descriptor, limit, nameOf(repository, descriptor));
  if (descriptor.size <= WORTH_RESUMING) return await readSmallBlob(repository, descriptor);
  const whole = Buffer.allocUnsafe(descriptor.size);
  let at = 0;
  for await (const chunk of openBlob(repository, descriptor)) at += chunk.copy(whole, at);
  return whole;
}

/** In one exchange, begun anew where it breaks. */
async function readSmallBlob(repository: Repository, descriptor: Descriptor): Promise<Buffer> {
  return await repository.transport.exchange(
    { ...getOf(repository, descriptor), expect: [200] },
    async (response) => {
      const check = new ContentCheck(descriptor, nameOf(repository, descriptor));
      const pieces: Buffer[] = [];
      await eachPiece(response, (piece) => {
        check.update(piece);
        pieces.push(piece);
      });
      check.finish();
      return Buffer.concat(pieces);
    },
  );
}

function getOf(repository: Repository, descriptor: Descriptor): Omit<RegistryRequest, 'expect'> {
  return {
    method: 'GET',
    to: blobPath(repository.repository, descriptor.digest),
    doing: `GET ${nameOf(repository, descriptor)}`,
    scopes: repository.scopes('pull'),
  };
}
