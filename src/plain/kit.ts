import { runPlainly } from '../cli/plain/run-plainly.js';

/** The kit commands past oclif (lib/plain/kit.cjs); `kit check`, which loads schemas and runs tools, goes through it. */
export const tryPlain = (argv: readonly string[]): Promise<boolean> =>
  runPlainly(argv, {
    'kit add': () => import('../commands/kit/add.js'),
    'kit diff': () => import('../commands/kit/diff.js'),
    'kit eject': () => import('../commands/kit/eject.js'),
    'kit list': () => import('../commands/kit/list.js'),
    'kit status': () => import('../commands/kit/status.js'),
    'kit update': () => import('../commands/kit/update.js'),
  });
