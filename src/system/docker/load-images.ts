import { type ClientRequest } from 'node:http';
import type Dockerode from 'dockerode';
import { AcgsError } from '../../model/errors.js';
import { sendBody } from '../send-body.js';
import { type LoadAnswer, readLoadAnswer } from './load-answer.js';

const ANSWER_LIMIT = 1024 * 1024;

/**
 * `docker load`. A tar that breaks off ends the request with its error; piped, as dockerode would, the engine would wait for ever.
 * @throws what the engine or the tar says
 */
export async function loadImages(
  client: Dockerode,
  tar: AsyncIterable<Buffer>,
  abort: { readonly abortSignal?: AbortSignal },
): Promise<LoadAnswer> {
  const answer = await client.loadImage(asBody(tar), { ...abort, quiet: true });
  return readLoadAnswer(await textOf(answer));
}

/** What dockerode asks of a body: that it tells of errors, and can be piped. Errors go the request's way. */
function asBody(tar: AsyncIterable<Buffer>): NodeJS.ReadableStream {
  const body = {
    on: () => body,
    pipe: (outgoing: ClientRequest) => {
      void sendBody(tar, outgoing);
      return outgoing;
    },
  };
  return body as unknown as NodeJS.ReadableStream;
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_LIMIT)
      throw new AcgsError('evidence/too-large', `the Docker engine answered more than ${ANSWER_LIMIT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
