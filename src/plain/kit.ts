import { runPlainly } from '../cli/plain/run-plainly.js';

/** The kit commands past oclif (lib/plain/kit.cjs). */
export const tryPlain = (argv: readonly string[]): Promise<boolean> =>
  runPlainly(argv, {
    'kit add': () => import('../commands/kit/add.js'),
    'kit status': () => import('../commands/kit/status.js'),
  });
