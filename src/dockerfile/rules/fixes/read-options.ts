import { type ShellCommand } from '../../shell/shell-command.js';

/** Options of a command, by long name where one is known, and its operands. */
export interface CommandOptions {
  /** `true` for a switch. */
  readonly values: ReadonlyMap<string, string | true>;
  readonly operands: readonly string[];
}

/**
 * Reads options as getopt does: `-ms /bin/sh`, `-u1000`, `--uid=1000`, `--uid 1000`.
 *
 * @param takingValue options that have a value: short letter or long name, to the name that they go by
 */
export function readOptions(
  { args }: ShellCommand,
  takingValue: ReadonlyMap<string, string>,
): CommandOptions {
  const values = new Map<string, string | true>();
  const operands: string[] = [];
  const words = args.map(({ value }) => value);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-') || word === '-') operands.push(word);
    else if (word.startsWith('--')) {
      const [name = '', value] = word.slice(2).split(/=(.*)/s);
      const known = takingValue.get(name);
      values.set(known ?? name, value ?? (known === undefined ? true : (words[++at] ?? '')));
    } else {
      for (let letter = 1; letter < word.length; letter++) {
        const known = takingValue.get(word[letter] ?? '');
        if (known === undefined) values.set(word[letter] ?? '', true);
        else {
          const rest = word.slice(letter + 1);
          values.set(known, rest === '' ? (words[++at] ?? '') : rest);
          break;
        }
      }
    }
  }
  return { values, operands };
}
