import { type HttpResponse } from '../system/http.js';

/** Most bytes read of an answer that nobody wants; reading a short one keeps its connection usable. */
const WORTH_READING = 64 * 1024;

/** Throws an answer's body away, however long it is. */
export function discard(response: HttpResponse): void {
  let seen = 0;
  response.body.on('error', () => {
    // The answer is not wanted: how it ends is of no interest.
  });
  response.body.on('data', (chunk: Buffer) => {
    seen += chunk.length;
    if (seen > WORTH_READING) response.body.destroy();
  });
}
