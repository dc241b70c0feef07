import { type Rule } from './rule.js';

/** Rules of our own, what no other linter looks at. */
export const ACGS_RULES: readonly Rule[] = [];
