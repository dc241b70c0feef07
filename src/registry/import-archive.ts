import { createHash, type Hash } from 'node:crypto';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest } from '../model/digest.js';
import { AcgsError, messageOf } from '../model/errors.js';
import { openForReading, rename, writeFileAtomic } from '../system/files.js';
import { type ArchivedFile, readArchivedImage } from './archived-image.js';
import { type Layout } from './layout.js';

/** Most entries of an archive, and most bytes unpacked in all. */
const ENTRIES_LIMIT = 100_000;
const TOTAL_LIMIT = 64 * 1024 ** 3;
const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * Reads an archive by `docker save`, `podman save` or a tar of an OCI layout into a layout, streamed, and gives the
 * descriptor of its image. No name in the archive becomes a path: content is stored under the digest of its bytes,
 * and links are looked up among the names seen. A blob whose name promises another digest is refused.
 * @throws AcgsError `evidence/invalid`, `evidence/tampered`, `evidence/too-large`, `file/failed`
 */
export async function importArchive(archive: string, layout: Layout): Promise<Descriptor> {
  const files = await unpack(openForReading(archive), archive, layout);
  return await readArchivedImage(files, archive, layout);
}

async function unpack(
  stream: Readable,
  archive: string,
  layout: Layout,
): Promise<ReadonlyMap<string, ArchivedFile>> {
  const { extract } = await import('tar-stream');
  const reader = extract();
  stream.on('error', (error) => reader.destroy(error));
  stream.once('data', (chunk: Buffer) => {
    if (chunk.subarray(0, 2).equals(GZIP))
      reader.destroy(
        new AcgsError('evidence/invalid', `${archive} is compressed`, {
          next: [`run \`gunzip ${archive}\` first`],
        }),
      );
  });
  stream.pipe(reader);
  const files = new Map<string, ArchivedFile>();
  let total = 0;
  try {
    for await (const entry of reader) {
      const { name, type, linkname, size = 0 } = entry.header;
      total += size;
      if (files.size >= ENTRIES_LIMIT || total > TOTAL_LIMIT)
        throw new AcgsError('evidence/too-large', `${archive} holds more than is allowed`);
      const key = normal(name);
      if (type === 'file')
        files.set(key, { kind: 'file', ...(await store(layout, Readable.from(entry), key, archive)) });
      else {
        if (type === 'symlink' || type === 'link')
          files.set(key, {
            kind: 'link',
            target: type === 'link' ? normal(linkname ?? '') : beside(key, linkname ?? ''),
          });
        entry.resume();
      }
    }
  } catch (error) {
    stream.destroy();
    if (error instanceof AcgsError) throw error;
    throw new AcgsError('evidence/invalid', `${archive} is no archive of an image: ${messageOf(error)}`, {
      cause: error,
    });
  }
  return files;
}

/** Streams an entry into a blob named by what it turns out to be. */
async function store(
  layout: Layout,
  entry: Readable,
  name: string,
  archive: string,
): Promise<{ digest: Digest; size: number }> {
  const hash = createHash('sha256');
  const counted = { size: 0 };
  const incoming = join(layout.folder, 'blobs', 'sha256', 'incoming');
  await writeFileAtomic(incoming, entry.pipe(measure(hash, counted)));
  const digest: Digest = `sha256:${hash.digest('hex')}`;
  const promised = /(?:^|\/)blobs\/sha256\/([0-9a-f]{64})$/.exec(name)?.[1];
  if (promised !== undefined && digest !== `sha256:${promised}`)
    throw new AcgsError('evidence/tampered', `${name} in ${archive} was changed: its bytes have ${digest}`);
  await rename(incoming, layout.blobs.path(digest));
  return { digest, size: counted.size };
}

function measure(hash: Hash, counted: { size: number }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      counted.size += chunk.length;
      done(null, chunk);
    },
  });
}

/** A name without `./`, `..` and double slashes; only ever a key to look up. */
function normal(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function beside(name: string, target: string): string {
  return normal(`${name}/../${target}`);
}
