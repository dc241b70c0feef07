import { hasArgument, operands, type ShellCommand, type ShellWord } from '../../shell/shell-command.js';

/** apt-get options whose value is the next word. */
const TAKING_VALUE = new Set([
  '-t',
  '--target-release',
  '--default-release',
  '-o',
  '--option',
  '-c',
  '--config-file',
]);

/** Whether a command is `apt-get … install`. */
export function isAptGetInstall(command: ShellCommand): boolean {
  return command.name === 'apt-get' && hasArgument(command, 'install');
}

/** What `apt-get install` is told to install. */
export function aptPackages(command: ShellCommand): ShellWord[] {
  return operands(command, TAKING_VALUE).filter((word) => word.value !== 'install');
}

/** `package=version`, `package/release`, or a file. */
export function isAptPinned(word: ShellWord): boolean {
  return word.value.includes('=') || word.value.includes('/') || word.value.endsWith('.deb');
}
