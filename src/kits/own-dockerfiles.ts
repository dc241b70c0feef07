import { type FilePlan } from './file-plan.js';
import { splitHeader } from './header.js';

/**
 * Paths of Dockerfiles that were there before their kit and stay as they are: what the kit would have written cannot be merged into
 * them, but `acgs dockerfile harden` shows what of it they lack.
 */
export function ownDockerfiles(files: readonly FilePlan[]): readonly string[] {
  return files
    .filter(
      ({ format, mode, before }) =>
        format === 'dockerfile' &&
        mode === 'seed' &&
        before !== undefined &&
        splitHeader(before).header === '',
    )
    .map(({ path }) => path);
}
