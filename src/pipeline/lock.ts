import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { readTextIfPresent, remove, writeFileAtomic } from '../system/files.js';
import { isAlive, type ProcessIdentity, thisProcess } from '../system/process-identity.js';
import { stateFolder } from './run-folder.js';

interface Holder extends ProcessIdentity {
  readonly runId: string;
  /** Tells two holders of one process apart. */
  readonly nonce: string;
}

/** A lock that is held. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes `.acgs/lock`, so that one run at a time works in a folder. A lock whose process has died is taken over,
 * under a second lock, so that of several who find it only one gets it.
 * @throws AcgsError `run/locked`
 */
export async function takeLock(root: string, runId: string): Promise<Lock> {
  const path = join(stateFolder(root), 'lock');
  const mine: Holder = { ...(await thisProcess()), runId, nonce: randomBytes(6).toString('hex') };
  if (await claim(path, mine)) return held(path, mine);
  const takeover = `${path}.takeover`;
  if (!(await isHeldByLiving(path))) {
    if (!(await claim(takeover, mine))) {
      if (await isHeldByLiving(takeover)) throw await locked(path);
      await remove(takeover);
      if (!(await claim(takeover, mine))) throw await locked(path);
    }
    try {
      if (!(await isHeldByLiving(path))) await remove(path);
      if (await claim(path, mine)) return held(path, mine);
    } finally {
      await remove(takeover);
    }
  }
  throw await locked(path);
}

/** Creates the file with its content at once, so that nobody reads half a lock; false if it is there already. */
async function claim(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFileAtomic(path, `${JSON.stringify(holder)}\n`, { exclusive: true });
    return true;
  } catch (error) {
    if (error instanceof AcgsError && error.code === 'config/exists') return false;
    throw error;
  }
}

function held(path: string, mine: Holder): Lock {
  return {
    release: async () => {
      if ((await holderOf(path))?.nonce === mine.nonce) await remove(path);
    },
  };
}

async function isHeldByLiving(path: string): Promise<boolean> {
  const holder = await holderOf(path);
  return holder !== undefined && (await isAlive(holder));
}

/** Who holds a lock; nobody if there is none, or it is not one of ours (an empty file after a power cut). */
async function holderOf(path: string): Promise<Holder | undefined> {
  const text = await readTextIfPresent(path);
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    const { host, pid, startedOn, runId, nonce } = value;
    if (typeof host !== 'string' || typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0)
      return undefined;
    if (typeof startedOn !== 'string' || typeof runId !== 'string' || typeof nonce !== 'string')
      return undefined;
    return { host, pid, startedOn, runId, nonce };
  } catch {
    // Not JSON: nobody's lock.
    return undefined;
  }
}

async function locked(path: string): Promise<AcgsError> {
  const holder = await holderOf(path);
  const who = holder === undefined ? '' : ` (run ${holder.runId}, process ${holder.pid} on ${holder.host})`;
  return new AcgsError('run/locked', `another acgs run works in this folder${who}`, {
    next: ['wait until it has ended', 'or, if that machine is gone, remove .acgs/lock'],
  });
}
