import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AcgsError, messageOf } from '../model/errors.js';
import { passDoor } from './door.js';

/**
 * Writes files into a new private folder, gives its path to `work`, and removes it: at the end, on failure and on a signal.
 * They are not forced to disk, since nobody reads them after a crash; a read-only run may make them.
 * @param files name → content
 * @throws AcgsError `file/failed`
 */
export async function withScratchFiles<T>(
  files: ReadonlyMap<string, string>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  passDoor({ kind: 'file', detail: 'make temporary files', mutates: false });
  let folder: string;
  try {
    await mkdir(tmpdir(), { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'acgs-scratch-'));
  } catch (error) {
    throw new AcgsError('file/failed', `cannot make a temporary folder: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const abandon = (signal: NodeJS.Signals): void => {
    rmSync(folder, { recursive: true, force: true });
    release();
    // Whoever else listens decides how the process ends; where nobody does, it ends as by default.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const release = (): void => {
    process.off('SIGINT', abandon);
    process.off('SIGTERM', abandon);
  };
  process.on('SIGINT', abandon);
  process.on('SIGTERM', abandon);
  try {
    for (const [name, content] of files)
      await writeFile(join(folder, name), content, { flag: 'wx', mode: 0o600 });
    return await work(folder);
  } catch (error) {
    if (error instanceof AcgsError) throw error;
    throw new AcgsError('file/failed', `cannot write temporary files: ${messageOf(error)}`, { cause: error });
  } finally {
    release();
    await rm(folder, { recursive: true, force: true });
  }
}
