import { hasArgument, operands, type ShellCommand, type ShellWord } from '../../shell/shell-command.js';

const VERBS: Readonly<Record<string, readonly string[]>> = {
  'apt-get': ['install'],
  apt: ['install'],
  aptitude: ['install'],
  apk: ['add'],
  yum: ['install'],
  dnf: ['install', 'in'],
  microdnf: ['install'],
  zypper: ['install', 'in'],
  tdnf: ['install'],
  pacman: ['-S', '-Sy', '-Syu'],
};
const TAKING_VALUE = new Set([
  '-t',
  '--target-release',
  '-o',
  '--option',
  '--virtual',
  '-X',
  '--repository',
  '--repo',
  '--enablerepo',
]);

/** Packages that a command installs with the system's package manager, names without versions; none for other commands. */
export function systemPackages(command: ShellCommand): (ShellWord & { readonly name: string })[] {
  const verbs = VERBS[command.name];
  if (!verbs || !hasArgument(command, ...verbs)) return [];
  return operands(command, TAKING_VALUE)
    .filter(({ value }) => !verbs.includes(value))
    .map((word) => ({ ...word, name: word.value.replace(/[=<>~@:].*$/, '').replace(/-\d.*$/, '') }));
}

/** Whether a command installs or upgrades with the system's package manager. */
export function isSystemInstall(command: ShellCommand): boolean {
  const verbs = VERBS[command.name];
  return verbs !== undefined && hasArgument(command, ...verbs, 'upgrade', 'update', 'dist-upgrade');
}
