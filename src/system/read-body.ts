import { AcgsError, messageOf } from '../model/errors.js';
import { type HttpResponse } from './http.js';
import { redact } from './redaction.js';

/**
 * Hands on each piece of an answer's body as it comes. By events, since a loop over the stream costs as much as the request where
 * answers are small; nothing waits for `take`, so it is for what is hashed or kept in memory.
 * @param take what it throws ends the answer
 * @throws AcgsError `network/failed` where the answer breaks off, and what `take` throws
 */
export async function eachPiece(response: HttpResponse, take: (piece: Buffer) => void): Promise<void> {
  const { body } = response;
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    const broken = (error: unknown): void => {
      reject(brokenOff(response, messageOf(error), error));
    };
    if (body.destroyed) return broken(body.errored ?? new Error('aborted'));
    body.on('data', (piece: Buffer) => {
      size += piece.length;
      try {
        take(piece);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        body.destroy();
      }
    });
    body.on('error', broken);
    body.on('end', resolve);
    body.on('close', () => {
      if (!body.readableEnded) broken(body.errored ?? new Error('aborted'));
    });
  });
  const announced = response.headers['content-length'];
  if (
    announced !== undefined &&
    response.headers['content-encoding'] === undefined &&
    Number(announced) !== size &&
    response.status !== 304
  )
    throw brokenOff(response, `after ${size} of ${announced} bytes`);
}

/**
 * Reads a whole body of at most `limit` bytes.
 * @throws AcgsError `evidence/too-large` past the limit, `network/failed` if it ends early
 */
export async function readBody(response: HttpResponse, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  await eachPiece(response, (piece) => {
    size += piece.length;
    if (size > limit)
      throw new AcgsError(
        'evidence/too-large',
        `${redact(response.url)} answered more than the ${limit} bytes allowed`,
      );
    pieces.push(piece);
  });
  const [only] = pieces;
  return only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
}

function brokenOff({ url }: HttpResponse, how: string, cause?: unknown): AcgsError {
  return new AcgsError(
    'network/failed',
    `${redact(url)}: the answer broke off${cause === undefined ? ` ${how}` : `: ${how}`}`,
    {
      cause,
    },
  );
}
