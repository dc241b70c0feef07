import { readMounts } from '../../parse/mounts.js';
import { type Instruction } from '../../parse/nodes.js';

/** Whether a cache or tmpfs mount of the RUN covers this path (one trailing slash more or less is the same path). */
export function hasScratchMount(run: Instruction, matches: (target: string) => boolean): boolean {
  return readMounts(run).some(
    ({ type, target }) =>
      (type === 'cache' || type === 'tmpfs') &&
      target !== undefined &&
      matches(target.replace(/(.)\/+$/, '$1')),
  );
}
