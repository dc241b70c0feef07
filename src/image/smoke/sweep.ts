import { type Engine } from '../../system/docker.js';
import { AcgsError, messageOf } from '../../model/errors.js';
import { isGone } from './owner.js';

/** Label of every container of a smoke test, and the one that says whose it is. */
export const SMOKE_LABEL = 'io.acgs.smoke';
export const OWNER_LABEL = 'io.acgs.smoke.owner';
/** Names of images and containers begin so. */
export const SMOKE_NAME = 'acgs-smoke-';

/**
 * Removes what smoke tests of killed runs left in the engine: containers, then images, each only if the process that made it is
 * known to be gone. That something could not be listed or removed is told, and hinders nobody.
 */
export async function sweepForgotten(
  engine: Engine,
  tell: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const containers = await listed(engine.containersLabelled(SMOKE_LABEL, signal), tell);
  for (const { name, labels } of containers)
    if (await isGone(labels[OWNER_LABEL] ?? ''))
      await removed(name, () => engine.removeContainer(name), tell);
  const images = await listed(engine.imageNames(`${SMOKE_NAME}*`, signal), tell);
  for (const name of images)
    if (await isGone(name.slice(name.lastIndexOf(':') + 1)))
      await removed(name, () => engine.removeImage(name), tell);
}

/** An engine cannot list its images while it removes one that another smoke test is done with (content digest not found). */
async function listed<Item>(
  list: Promise<readonly Item[]>,
  tell: (line: string) => void,
): Promise<readonly Item[]> {
  try {
    return await list;
  } catch (error) {
    if (!(error instanceof AcgsError) || error.code !== 'tool/failed') throw error;
    tell(`what killed runs left behind stays for now: ${messageOf(error)}`);
    return [];
  }
}

async function removed(
  name: string,
  remove: () => Promise<void>,
  tell: (line: string) => void,
): Promise<void> {
  try {
    await remove();
    tell(`removed ${name}, which a killed run left behind`);
  } catch (error) {
    tell(`${name}, which a killed run left behind, could not be removed: ${messageOf(error)}`);
  }
}
