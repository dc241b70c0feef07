import { type Rule } from './rule.js';

/** BuildKit's build checks: same names, same meaning. */
export const BUILDKIT_RULES: readonly Rule[] = [];
