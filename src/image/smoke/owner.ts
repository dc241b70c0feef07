import { createHash } from 'node:crypto';
import { isAlive, processSpace, startOf, thisProcess } from '../../system/process-identity.js';

/** Fits an image's tag. */
const WRITTEN = /^(?<space>[0-9a-f]{12})\.(?<pid>\d{1,10})\.(?<start>[0-9a-f]{12})$/;

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Who makes the things of a smoke test, as a tag of the image and a label of the container: this process. */
export async function smokeOwner(): Promise<string> {
  const { pid, startedOn } = await thisProcess();
  return `${short(await processSpace())}.${pid}.${short(startedOn)}`;
}

/**
 * Whether an owner is known to be gone: a process of this very host, boot and namespace that no longer runs. Whoever cannot be
 * asked after is believed to live.
 */
export async function isGone(owner: string): Promise<boolean> {
  const { space, pid, start } = WRITTEN.exec(owner)?.groups ?? {};
  const here = await processSpace();
  if (here === '' || space !== short(here)) return false;
  const { host } = await thisProcess();
  if (!(await isAlive({ host, pid: Number(pid), startedOn: '' }))) return true;
  const started = await startOf(Number(pid));
  return started !== '' && short(started) !== start;
}
