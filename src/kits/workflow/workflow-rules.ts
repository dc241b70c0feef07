import { artipacked } from './rules/artipacked.js';
import { cachePoisoning } from './rules/cache-poisoning.js';
import { dangerousTriggers } from './rules/dangerous-triggers.js';
import { excessivePermissions } from './rules/excessive-permissions.js';
import { refVersionMismatch } from './rules/ref-version-mismatch.js';
import { type WorkflowRule } from './rules/rule.js';
import { secretsInherit } from './rules/secrets-inherit.js';
import { templateInjection } from './rules/template-injection.js';
import { unpinnedUses } from './rules/unpinned-uses.js';

/** What `acgs workflow check` looks for. */
export const WORKFLOW_RULES: readonly WorkflowRule[] = [
  unpinnedUses,
  refVersionMismatch,
  excessivePermissions,
  templateInjection,
  dangerousTriggers,
  cachePoisoning,
  artipacked,
  secretsInherit,
];
