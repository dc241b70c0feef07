import { type ShellCommand } from '../../shell/shell-command.js';

/** Whether `rm -r` is given a path that begins like this. */
export function removes(command: ShellCommand, ...prefixes: string[]): boolean {
  return (
    command.name === 'rm' &&
    command.args.some(({ value }) =>
      prefixes.some(
        (prefix) =>
          value === prefix ||
          value === `${prefix}*` ||
          value.startsWith(`${prefix}/`) ||
          (`${prefix}/`.startsWith(value.replace(/\*$/, '')) && value.endsWith('/*')),
      ),
    )
  );
}
