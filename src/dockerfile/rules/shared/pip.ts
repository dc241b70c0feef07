import {
  hasArgument,
  hasFlag,
  operands,
  type ShellCommand,
  type ShellWord,
} from '../../shell/shell-command.js';

const PIP = /^pip[-0-9.]*$/;
const PYTHON = /^python[0-9.]*$/;

/** pip options whose value is the next word. */
const TAKING_VALUE = new Set([
  '--abi',
  '-b',
  '--build',
  '-e',
  '--editable',
  '--extra-index-url',
  '-f',
  '--find-links',
  '-i',
  '--implementation',
  '--index-url',
  '--log',
  '--no-binary',
  '--only-binary',
  '--platform',
  '--prefix',
  '--progress-bar',
  '--proxy',
  '--python',
  '--python-version',
  '--root',
  '--root-user-action',
  '--src',
  '-t',
  '--target',
  '--timeout',
  '--retries',
  '--trusted-host',
  '--upgrade-strategy',
  '--cert',
  '--client-cert',
  '--cache-dir',
  '--exists-action',
  '--config-settings',
  '-C',
  '--global-option',
  '--install-option',
  '--report',
  '--use-feature',
  '--keyring-provider',
  '--group',
  '--pip-args',
  '--suffix',
]);

/** Whether a command is `pip install` or `python -m pip install`, whatever the version in the name. */
export function isPipInstall(command: ShellCommand): boolean {
  if (!hasArgument(command, 'install')) return false;
  return (
    PIP.test(command.name) ||
    (PYTHON.test(command.name) && hasArgument(command, 'pip') && hasArgument(command, '-m'))
  );
}

/** Whether a command is `pipx install`, which has no cache of its own to switch off but installs what it is told to. */
export function isPipxInstall(command: ShellCommand): boolean {
  return command.name === 'pipx' && hasArgument(command, 'install');
}

/** Packages that are named on the line; none when a requirements or constraints file has the versions, or a folder is installed. */
export function pipPackages(command: ShellCommand): ShellWord[] {
  if (
    hasFlag(command, 'r', 'requirement', 'c', 'constraint', 'e', 'editable') &&
    command.args.some(({ value }) => FILES.test(value))
  )
    return [];
  const words = operands(command, TAKING_VALUE);
  const install = words.findIndex(({ value }) => value === 'install');
  return words.slice(install + 1).filter(({ value }) => value !== '.');
}
const FILES = /^(-[rce]|--(requirement|constraint|editable)(=|$))/;

/** Whether a requirement says which version: a comparison, a file, a commit, a URL to an archive, or a local folder. */
export function pipPinnedBy(requirement: string): boolean {
  if (/^[a-z]+\+[a-z]+:/.test(requirement)) return requirement.replace(/^[^:]*:\/\/[^/]*/, '').includes('@');
  return (
    /(==|===|>=|<=|>|<|!=|~=)/.test(requirement) ||
    requirement.includes('/') ||
    /\.(whl|tar\.gz|zip|tar|tgz|egg)$/.test(requirement)
  );
}
