import { namesFlag } from '../cli/plain/names-flag.js';
import { runPlainly } from '../cli/plain/run-plainly.js';

/** `acgs verify` past oclif (lib/plain/verify.cjs), which leaves out what reads policy files. */
export const tryPlain = async (argv: readonly string[]): Promise<boolean> =>
  !namesFlag(argv, 'policy') && (await runPlainly(argv, { verify: () => import('../commands/verify.js') }));
