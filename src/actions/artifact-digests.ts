import { createHash } from 'node:crypto';
import { type HashName } from '../evidence/key-algorithm.js';
import { AcgsError, messageOf } from '../model/errors.js';
import { exists } from '../system/files.js';
import { chunksOfFile } from '../system/read-chunks.js';
import { type Subject } from '../verification/subject.js';

const HEX_LENGTH: Readonly<Record<HashName, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const WRITTEN = /^(sha256|sha384|sha512):(.*)$/;

/** Whether an artifact is named by its digest instead of by a path. */
export function isDigestName(artifact: string): boolean {
  return WRITTEN.test(artifact);
}

/**
 * The digests of what was signed: of a file, streamed, or as written (`sha256:HEX`). A file whose name looks like a digest is
 * given as `./sha256:…`.
 * @throws AcgsError `source/not-found`, `usage/invalid`, `file/failed`
 */
export async function artifactDigests(
  artifact: string,
  hashes: ReadonlySet<HashName>,
): Promise<Subject['digests']> {
  const written = WRITTEN.exec(artifact);
  if (written !== null) {
    const [, name, hex = ''] = written;
    const hash = name as HashName;
    if (hex.length !== HEX_LENGTH[hash] || !/^[0-9a-f]+$/.test(hex))
      throw new AcgsError(
        'usage/invalid',
        `expected ${hash}: and ${HEX_LENGTH[hash]} lower-case hex digits, got "${artifact.slice(0, 160)}"`,
      );
    return { [hash]: hex };
  }
  if (!(await exists(artifact)))
    throw new AcgsError('source/not-found', `there is no file ${artifact}`, { next: ['check the path'] });
  const running = [...hashes].map((name) => ({ name, hash: createHash(name) }));
  try {
    for await (const chunk of chunksOfFile(artifact)) for (const { hash } of running) hash.update(chunk);
  } catch (error) {
    throw new AcgsError('file/failed', `cannot read ${artifact}: ${messageOf(error)}`, { cause: error });
  }
  return Object.fromEntries(running.map(({ name, hash }) => [name, hash.digest('hex')]));
}
