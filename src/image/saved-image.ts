import { Readable } from 'node:stream';
import { join } from 'node:path';
import { AcgsError, messageOf } from '../model/errors.js';
import { MANIFEST_LIMIT } from '../registry/limits.js';
import { isRefusedBySystem } from '../system/file-failure.js';
import { makeDirectory, writeFileAtomic } from '../system/files.js';

/** More than any image has: a layer each, and the few files of the layout. */
const ENTRIES_LIMIT = 10_000;
const BLOB = /^blobs\/sha256\/([0-9a-f]{64})$/;

/**
 * Unpacks what `docker save` sends (an OCI layout in a tar since Engine 25) into a layout folder. Only the names that a
 * layout has are written, so nothing can lead out of the folder; what is not a plain file is refused where a blob is
 * expected. The bytes are hashed afterwards, by `finishLayout`.
 * @throws AcgsError `build/failed`
 */
export async function unpackSavedImage(tar: Readable, folder: string): Promise<void> {
  const { extract } = await import('tar-stream');
  await makeDirectory(join(folder, 'blobs', 'sha256'));
  const reader = extract();
  tar.once('error', (error) => {
    reader.destroy(error);
  });
  tar.pipe(reader);
  let hasIndex = false;
  let entries = 0;
  try {
    for await (const entry of reader) {
      const { type, size, name: written } = entry.header;
      const name = written.replace(/^\.\//, '');
      entries += 1;
      if (entries > ENTRIES_LIMIT) throw broken(`it holds more than ${ENTRIES_LIMIT} files`);
      if (name !== 'index.json' && !BLOB.test(name)) {
        entry.resume();
        continue;
      }
      if (type !== 'file') throw broken(`${name} is a ${type ?? 'thing of no type'}`);
      if (name === 'index.json' && (size ?? 0) > MANIFEST_LIMIT) throw broken('its index.json is too large');
      hasIndex ||= name === 'index.json';
      await writeFileAtomic(join(folder, name), Readable.from(entry));
    }
  } catch (error) {
    tar.destroy();
    // What the disk refused has an errno; all else came out of the stream.
    if (error instanceof AcgsError && (error.code !== 'file/failed' || isRefusedBySystem(error))) throw error;
    throw broken(messageOf(error), error);
  }
  if (!hasIndex) throw broken('it is no OCI layout');
}

function broken(why: string, cause?: unknown): AcgsError {
  return new AcgsError('build/failed', `the image that the Docker engine saved cannot be read: ${why}`, {
    ...(cause === undefined ? {} : { cause }),
  });
}
