import { wordOf } from '../read-workflow.js';
import { type WorkflowRule } from './rule.js';

export const secretsInherit: WorkflowRule = {
  id: 'secrets-inherit',
  severity: 'warning',
  title: 'Pass a called workflow the secrets that it needs by name',
  why: '`secrets: inherit` hands every secret of the repository and organisation to the called workflow, those added later too.',
  check({ jobs }, report) {
    for (const { secrets } of jobs)
      if (secrets !== undefined && wordOf(secrets) === 'inherit')
        report(secrets, 'the called workflow gets every secret; name those that it needs');
  },
};
