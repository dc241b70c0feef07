import { AcgsError } from '../../model/errors.js';
import { type Detected } from './detected.js';
import { type Runtime } from './stacks.js';

/** Modules of Python that are also console scripts: the module form runs where scripts' first lines do not. */
const MODULES = new Set([
  'uvicorn',
  'gunicorn',
  'hypercorn',
  'flask',
  'celery',
  'waitress',
  'granian',
  'daphne',
]);

/**
 * The command as it stands in ENTRYPOINT and CMD.
 * @param said `--command`, which goes before what was seen
 * @throws AcgsError `usage/invalid` where nobody knows how the service starts
 */
export function startCommand(
  detected: Detected,
  { runtime, port, said }: { runtime: Runtime; port: number; said: readonly string[] | undefined },
): readonly [string, ...string[]] {
  const [program, ...rest] = said ?? detected.command ?? [];
  if (program === undefined)
    throw new AcgsError('usage/invalid', 'how does this service start? Its files do not say', {
      next: ["say it: --command 'python -m app'"],
    });
  switch (detected.details.language) {
    case 'python': {
      const python = runtime === 'distroless' ? '/usr/bin/python3' : 'python';
      if (/^python3?$/.test(program)) return [python, ...rest];
      return MODULES.has(program) ? [python, '-m', program, ...rest] : [program, ...rest];
    }
    case 'node':
      return [program === 'node' && runtime === 'distroless' ? '/nodejs/bin/node' : program, ...rest];
    case 'php':
      return said === undefined ? [program, ...rest, `:${port}`] : [program, ...rest];
    case 'static':
      return said === undefined ? [program, ...rest, `${port}`] : [program, ...rest];
    default:
      return [program, ...rest];
  }
}

/**
 * The signal that ends the service, where SIGTERM does not: the kernel keeps from process 1 what it does not handle. Python
 * handles SIGINT by itself; busybox handles nothing, and has nothing to lose.
 */
export function stopSignal(
  { details }: Detected,
  command: readonly string[],
): 'SIGKILL' | 'SIGINT' | undefined {
  if (details.language === 'static') return 'SIGKILL';
  return details.language === 'python' && !command.some((word) => MODULES.has(word)) ? 'SIGINT' : undefined;
}
