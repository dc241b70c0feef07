import { AcgsError } from '../../model/errors.js';
import { openForReading, factsOf, readBytes } from '../../system/files.js';
import { type LintTarget } from './find-dockerfiles.js';

/** No Dockerfile of people comes near it; more would be a file of another kind. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The text of a Dockerfile. Bytes that are no UTF-8 become U+FFFD, so that a name in an old encoding costs no finding.
 * @throws AcgsError `file/failed` for what cannot be read, is binary or too large
 */
export async function readDockerfile({ name, path }: LintTarget): Promise<string> {
  const bytes = path === undefined ? await bounded(process.stdin, name) : await bytesOf(path, name);
  if (bytes.includes(0)) throw unreadable(`${name} is not text: it holds NUL bytes`);
  return bytes.toString('utf8');
}

async function bytesOf(path: string, name: string): Promise<Buffer> {
  const facts = await factsOf(path);
  if (facts?.kind !== 'file') return bounded(openForReading(path), name);
  if (facts.size > MOST_BYTES) throw tooLarge(name);
  return readBytes(path);
}

/** Pipes, devices and links have no size to go by. */
async function bounded(stream: NodeJS.ReadableStream, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      size += bytes.length;
      if (size > MOST_BYTES) throw tooLarge(name);
    }
  } catch (error) {
    if (error instanceof AcgsError) throw error;
    throw new AcgsError('file/failed', `cannot read ${name}`, { cause: error, next: ['check the path'] });
  }
  return Buffer.concat(chunks);
}

function tooLarge(name: string): AcgsError {
  return unreadable(`${name} is larger than ${MOST_BYTES / 1024 / 1024} MiB`);
}

function unreadable(message: string): AcgsError {
  return new AcgsError('file/failed', message, { next: ['name Dockerfiles only'] });
}
