import { namesFlag } from '../cli/plain/names-flag.js';
import { runPlainly } from '../cli/plain/run-plainly.js';

/** `acgs verify blob` past oclif (lib/plain/verify-blob.cjs), which leaves out what reads policy files. */
export const tryPlain = async (argv: readonly string[]): Promise<boolean> =>
  !namesFlag(argv, 'policy') &&
  (await runPlainly(argv, { 'verify blob': () => import('../commands/verify/blob.js') }));
