import { type FixRisk } from './fix.js';
import { remediesOf } from './harden/remedy.js';
import { settle, type Settled } from './harden/settle.js';
import { type LintOptions } from './lint-options.js';
import { type LintFinding } from './lint-result.js';
import { lintParsed } from './lint.js';

export interface ApplyFixesOptions {
  /** The highest risk taken; `safe` when not given. */
  readonly risk?: FixRisk;
  /** The options that the findings were found with: after each round the file is linted again with them. */
  readonly lint?: LintOptions;
}

/**
 * Applies the fixes that findings carry, and those of what shows only then. Each result is parsed and linted again: a fix that
 * would change the stages, a comment, a here-document or another instruction, or bring a finding, is left out and reported in
 * `refused`; of two fixes that overlap the later one waits for the next round. Applying twice is applying once.
 */
export function applyFixes(
  text: string,
  findings: readonly LintFinding[],
  { risk = 'safe', lint = {} }: ApplyFixesOptions = {},
): Settled {
  return settle(
    text,
    (dockerfile) =>
      remediesOf(
        dockerfile.text === text ? findings : lintParsed(dockerfile, { ...lint, foreign: [] }).findings,
      ),
    { risk, lint },
  );
}
