import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from growing the space for new objects any further: for long loops whose garbage dies young. Left alone it takes
 * some 100 MiB for a tenth less time.
 */
export function growNoMore(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
