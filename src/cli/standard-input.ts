import { AcgsError } from '../model/errors.js';

/** Standard input as text, to its end. @throws AcgsError `usage/invalid` where it holds more than `limit` bytes */
export async function readStandardInput(limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit)
      throw new AcgsError('usage/invalid', `standard input holds more than the ${limit} bytes allowed`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
