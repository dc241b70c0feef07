import { type FixRisk } from './fix.js';
import { remediesOf } from './harden/remedy.js';
import { ROOT_OWNED_CODE, rootOwnedCode } from './harden/root-owned-code.js';
import { settle, type Settled } from './harden/settle.js';
import { type LintOptions } from './lint-options.js';
import { type LintFinding } from './lint-result.js';
import { lintDockerfile, lintParsed } from './lint.js';

export interface HardenOptions {
  /** The highest risk taken; `rebuild` (all) when not given. */
  readonly risk?: FixRisk;
  /** Rules and hardenings whose changes are not wanted. */
  readonly skip?: readonly string[];
  readonly lint?: LintOptions;
}

/** A hardened file and what is left to do by hand. */
export interface Hardened extends Settled {
  /** What lint finds in the result. */
  readonly remaining: readonly LintFinding[];
}

/**
 * Applies the fixes of all rules, and hardening that no rule asks for, each change with its rule, reason and risk. What applyFixes
 * promises holds here too: never a worse file, and hardening twice is hardening once.
 */
export function hardenDockerfile(
  text: string,
  { risk = 'rebuild', skip = [], lint = {} }: HardenOptions = {},
): Hardened {
  const unwanted = new Set(skip);
  const settled = settle(
    text,
    (dockerfile) =>
      [
        ...remediesOf(lintParsed(dockerfile, { ...lint, foreign: [] }).findings),
        ...(lint.ignored?.includes(ROOT_OWNED_CODE) ? [] : rootOwnedCode(dockerfile, lint.target)),
      ].filter(({ rule }) => !unwanted.has(rule)),
    { risk, lint },
  );
  return { ...settled, remaining: lintDockerfile(settled.text, { ...lint, foreign: [] }).findings };
}
