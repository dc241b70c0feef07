import { type Span } from '../parse/span.js';

/** A word of a shell command. */
export interface ShellWord {
  /** Quotes removed, expansions as written. */
  readonly value: string;
  readonly raw: string;
  readonly span: Span;
}

/** `NAME=value` before a command or as an argument of `export`. */
export interface ShellAssignment {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

/** A redirection that names a file. */
export interface ShellRedirect {
  readonly operator: string;
  readonly target: ShellWord | undefined;
}

/** One simple command of a script, however deep it stands (loops, functions, substitutions). */
export interface ShellCommand {
  /** Program name: quotes, `command`/`exec`/`builtin` before it and a standard directory removed; '' for bare assignments. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  readonly span: Span;
}

/** Commands joined by `|`; one of its members may be a group, which counts as undefined. */
export interface ShellPipeline {
  readonly commands: readonly (ShellCommand | undefined)[];
  readonly span: Span;
}

/** Whether any argument is exactly this word. */
export function hasArgument(command: ShellCommand, ...values: string[]): boolean {
  return command.args.some((word) => values.includes(word.value));
}

/**
 * Whether one of these flags is given; names without dashes. `--name[=value]` is `name`; `-abc` is `a`, `b`, `c`, and (for
 * tools with long single-dash options, like wget's `-nv`) also `abc`.
 */
export function hasFlag(command: ShellCommand, ...names: string[]): boolean {
  return command.args.some(({ value }) => {
    if (!value.startsWith('-') || value === '-' || value === '--') return false;
    const isLong = value.startsWith('--');
    const equals = value.indexOf('=');
    const name = value.slice(isLong ? 2 : 1, equals === -1 ? undefined : equals);
    return names.some(
      (wanted) => name === wanted || (!isLong && wanted.length === 1 && name.includes(wanted)),
    );
  });
}

/** How often a flag is given: `-qq` and `-q -q` are two. */
export function countFlag(command: ShellCommand, letter: string, long: string): number {
  let count = 0;
  for (const { value } of command.args) {
    if (value.startsWith('--')) count += value === `--${long}` ? 1 : 0;
    else if (value.startsWith('-')) count += [...value].filter((character) => character === letter).length;
  }
  return count;
}

/**
 * Arguments that are no flags, values of flags left out too.
 *
 * @param takingValue flags (with their dashes) whose value is the next word
 */
export function operands(command: ShellCommand, takingValue: ReadonlySet<string> = NONE): ShellWord[] {
  const result: ShellWord[] = [];
  for (let at = 0; at < command.args.length; at++) {
    const word = command.args[at] as ShellWord;
    if (word.value.startsWith('-')) {
      if (takingValue.has(word.value)) at++;
    } else result.push(word);
  }
  return result;
}
const NONE: ReadonlySet<string> = new Set();
