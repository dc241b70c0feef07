import { string } from '@oclif/core/flags';
import { type KitProjectOptions } from '../actions/kit/kit-project.js';

/** What becomes of an edit that a kit meets. */
export const conflictFlag = string({
  description: 'what becomes of a conflict: refuse and write nothing, or inline: both sides between markers',
  options: ['refuse', 'inline'],
  default: 'refuse',
  env: 'ACGS_CONFLICT',
});

/** Where the project lies, from the flags of every command. */
export function kitProjectOptions(
  { config }: { readonly config?: string | undefined },
  acgsVersion: string,
): KitProjectOptions {
  return { cwd: process.cwd(), acgsVersion, ...(config === undefined ? {} : { config }) };
}
