import { wordOf } from '../read-workflow.js';
import { type WorkflowRule } from './rule.js';

const TRUSTED_EVENTS_OF_OTHERS = ['pull_request_target', 'workflow_run'];
const PROPOSED = /github\.(?:event\.(?:pull_request|workflow_run)\.|head_ref)/;

export const dangerousTriggers: WorkflowRule = {
  id: 'dangerous-triggers',
  severity: 'error',
  title: 'Do not let strangers’ events run with your secrets',
  why: '`pull_request_target` and `workflow_run` run with the repository’s secrets and a token that writes, started by anybody who proposes a change. Checked out there, the proposal’s code (its build files, its test set-up) has both. Use `pull_request`.',
  check({ triggers, jobs }, report) {
    const found = TRUSTED_EVENTS_OF_OTHERS.filter((name) => triggers.has(name));
    for (const name of found) {
      const place = triggers.get(name)?.place;
      if (place !== undefined)
        report(place, `${name} gives what a stranger starts this repository’s secrets; use pull_request`);
    }
    if (found.length === 0) return;
    for (const { uses, with: inputs } of jobs.flatMap(({ steps }) => steps)) {
      if (uses?.value.startsWith('actions/checkout@') !== true) continue;
      const taken = [...inputs].find(([, node]) => PROPOSED.test(wordOf(node) ?? ''));
      if (taken !== undefined)
        report(taken[1], 'checks out the proposed code in a run that has secrets and a token that writes');
    }
  },
};
