import { ACGS_RULES } from './acgs-rules.js';
import { BUILDKIT_RULES } from './buildkit-rules.js';
import { HADOLINT_RULES } from './hadolint-rules.js';
import { type Rule } from './rule.js';

/** Every rule, in the order of the reference. */
export const ALL_RULES: readonly Rule[] = [...HADOLINT_RULES, ...BUILDKIT_RULES, ...ACGS_RULES];

const byId = new Map(ALL_RULES.map((rule) => [rule.id.toLowerCase(), rule]));

/** A rule by its id, or by the name that another tool gives the same check; case does not matter. */
export function findRule(name: string): Rule | undefined {
  const wanted = name.toLowerCase();
  return (
    byId.get(wanted) ?? ALL_RULES.find((rule) => rule.aliases.some((alias) => alias.toLowerCase() === wanted))
  );
}
