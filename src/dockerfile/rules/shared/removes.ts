import { type ShellCommand } from '../../shell/shell-command.js';

/** Whether `rm` is given a path that begins like this, or a folder that holds it. */
export function removes(command: ShellCommand, ...prefixes: string[]): boolean {
  return (
    command.name === 'rm' &&
    command.args.some(({ value }) =>
      prefixes.some(
        (prefix) =>
          value === prefix ||
          value === `${prefix}*` ||
          (value.length > 1 && prefix.startsWith(`${value.replace(/\/$/, '')}/`)) ||
          value.startsWith(`${prefix}/`) ||
          (`${prefix}/`.startsWith(value.replace(/\*$/, '')) && value.endsWith('/*')),
      ),
    )
  );
}
