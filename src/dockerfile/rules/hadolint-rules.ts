import { DL1000 } from './hadolint/DL1000.js';
import { DL1001 } from './hadolint/DL1001.js';
import { DL3000 } from './hadolint/DL3000.js';
import { DL3001 } from './hadolint/DL3001.js';
import { DL3002 } from './hadolint/DL3002.js';
import { DL3003 } from './hadolint/DL3003.js';
import { DL3004 } from './hadolint/DL3004.js';
import { DL3006 } from './hadolint/DL3006.js';
import { DL3007 } from './hadolint/DL3007.js';
import { DL3008 } from './hadolint/DL3008.js';
import { DL3020 } from './hadolint/DL3020.js';
import { DL3025 } from './hadolint/DL3025.js';
import { DL4000 } from './hadolint/DL4000.js';
import { type Rule } from './rule.js';

/** hadolint's rules: same ids, same meaning. */
export const HADOLINT_RULES: readonly Rule[] = [DL1000, DL1001, DL3000, DL3001, DL3002, DL3003, DL3004, DL3006, DL3007, DL3008, DL3020, DL3025, DL4000];
