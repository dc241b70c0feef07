import { wordOf } from '../read-workflow.js';
import { type WorkflowRule } from './rule.js';

export const artipacked: WorkflowRule = {
  id: 'artipacked',
  severity: 'warning',
  title: 'Do not leave the token behind after checkout',
  why: 'actions/checkout writes the job’s token to `.git/config`, where every later step, and an artifact of the folder, finds it. Set `persist-credentials: false`; a step that pushes gets the token by its own env.',
  check({ jobs }, report) {
    for (const { uses, with: inputs } of jobs.flatMap(({ steps }) => steps))
      if (
        uses?.value.startsWith('actions/checkout@') === true &&
        wordOf(inputs.get('persist-credentials')) !== 'false'
      )
        report(uses, 'checkout leaves the token on disk; set persist-credentials: false');
  },
};
