import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AcgsError } from '../../model/errors.js';
import { now } from '../../system/clock.js';
import { makeDirectory, readTextIfPresent, remove, writeFileAtomic } from '../../system/files.js';

/** Longest a download may hold the lock before it counts as forgotten. */
const FORGOTTEN_MS = 30 * 60_000;
const POLL_MS = 250;

/**
 * Holds `<folder>/.acgs.lock` while `action` runs, so that runs side by side download a database once.
 * A lock whose process is gone, or that is half an hour old, is taken over. Should two take it over at once, both
 * download and the later one wins whole, because files are only ever renamed into place.
 * @throws AcgsError `run/timeout` when another process holds it for longer than `waitMs`
 */
export async function withLock<Result>(
  folder: string,
  options: { readonly waitMs: number; readonly signal?: AbortSignal | undefined },
  action: () => Promise<Result>,
): Promise<Result> {
  const path = join(folder, '.acgs.lock');
  await makeDirectory(folder);
  const until = now().getTime() + options.waitMs;
  while (!(await take(path))) {
    if (options.signal?.aborted === true)
      throw new AcgsError('run/interrupted', 'waiting for the vulnerability database was interrupted');
    if (now().getTime() > until)
      throw new AcgsError('run/timeout', `another process has held ${path} for too long`, {
        next: ['wait for it to end, or remove the file if no acgs runs'],
      });
    await sleep(POLL_MS);
  }
  try {
    return await action();
  } finally {
    await remove(path);
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const content = JSON.stringify({ pid: process.pid, since: now().toISOString() });
    await writeFileAtomic(path, content, { exclusive: true });
    return true;
  } catch (error) {
    if (!(error instanceof AcgsError) || error.code !== 'config/exists') throw error;
  }
  if (isForgotten(await readTextIfPresent(path))) await remove(path);
  return false;
}

function isForgotten(content: string | undefined): boolean {
  if (content === undefined) return false;
  const match = /"pid":(\d{1,10}),"since":"([^"]{1,40})"/.exec(content);
  if (match === null) return true;
  const age = now().getTime() - new Date(match[2] ?? '').getTime();
  return !isRunning(Number(match[1])) || !(age < FORGOTTEN_MS);
}

/** Whether a process of this machine still runs; one that belongs to another user does. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
