import { boolean, string } from '@oclif/core/flags';
import { type FlagRow, LINT_FLAGS, twinOf } from './flag-table.js';

/** The table as oclif wants it; flags that every command has come from the base class. */
export const lintFlags = Object.fromEntries(
  LINT_FLAGS.filter(({ common }) => common !== true).map((row) => [row.name, flagOf(row)]),
);

function flagOf({ name, char, kind, description, options, helpValue, otherChars, helpGroup }: FlagRow) {
  const shared = {
    description,
    env: twinOf(name),
    ...(char === undefined ? {} : { char: char as 'f' }),
    ...(otherChars === undefined ? {} : { charAliases: otherChars as 'v'[] }),
    ...(helpGroup === undefined ? {} : { helpGroup }),
  };
  if (kind === 'switch') return boolean(shared);
  const value = {
    ...shared,
    ...(options === undefined ? {} : { options: [...options] }),
    ...(helpValue === undefined ? {} : { helpValue }),
  };
  return kind === 'value'
    ? string(value)
    : string({ ...value, multiple: true, multipleNonGreedy: true, delimiter: ',' });
}
