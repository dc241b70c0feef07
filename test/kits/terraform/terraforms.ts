import { findExecutable } from '../../../src/system/executables.js';
import { kitTools } from '../../bench/bench.js';

/** What reads Terraform: OpenTofu, which set-up brings, and the machine's own Terraform beside it where it has one. */
export function terraforms(): readonly (readonly [name: string, program: string])[] {
  const terraform = findExecutable('terraform');
  return [
    ['OpenTofu', kitTools().tofu],
    ...(terraform === undefined ? [] : [['the Terraform of this machine', terraform] as const]),
  ];
}
