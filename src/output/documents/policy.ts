import { z } from 'zod';
import { passing } from './common.js';

/** `acgs policy test --json` */
export const policyTestDocument = passing({
  engine: z.enum(['compiled', 'opa']),
  tests: z.array(z.object({ name: z.string(), passed: z.boolean() })),
});
