/** What needs root (apt-get install, dockerd) runs directly as root, else through sudo, which may ask for a password. */
import { run, which } from './run.mjs';
import { SetupError } from './say.mjs';

export const isRoot = () => process.getuid?.() === 0;

/** The command line that runs `command` as root. */
export function asRoot(command, args) {
  if (isRoot()) return [command, args];
  if (!which('sudo')) throw new SetupError(`${command} needs root, and there is no sudo`, ['run this as root, or start a Docker engine yourself']);
  return ['sudo', [...(process.stdin.isTTY ? [] : ['-n']), '--preserve-env=PATH,DEBIAN_FRONTEND,LC_ALL', command, ...args]];
}

export const runAsRoot = (command, args, options) => run(...asRoot(command, args), options);
