import { string } from '@oclif/core/flags';

/** What an attestation says, and the file that says it: cosign's flags. */
export const statementFlags = {
  type: string({
    description: 'predicate type: one of cosign’s words or a URI',
    env: 'ACGS_TYPE',
    helpValue: 'TYPE',
    required: true,
  }),
  predicate: string({
    description: 'file with the predicate',
    env: 'ACGS_PREDICATE',
    helpValue: 'FILE',
    required: true,
  }),
};
