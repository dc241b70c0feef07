import { pairsOf, wordOf } from '../read-workflow.js';
import { type WorkflowRule } from './rule.js';

export const excessivePermissions: WorkflowRule = {
  id: 'excessive-permissions',
  severity: 'warning',
  title: 'Give each job the permissions that it needs, and the workflow none',
  why: 'Without `permissions` a job’s token may do what the repository’s setting says, often write everything. `permissions: {}` at the top and a list in each job keep a compromised step to that list.',
  check(file, report) {
    if (file.kind === 'action') return;
    const { permissions, jobs } = file;
    if (permissions !== undefined) {
      const word = wordOf(permissions);
      if (word === 'write-all' || word === 'read-all')
        report(permissions, `${word} is more than any job needs; write {} here and a list in each job`);
      for (const { id, place, body } of pairsOf(permissions))
        if (wordOf(body) === 'write') report(place, `every job may write ${id}; say so in the job that does`);
    }
    for (const job of jobs) {
      if (job.permissions === undefined && permissions === undefined)
        report(job.place, `job ${job.id} has whatever the repository’s setting gives; list its permissions`);
      if (wordOf(job.permissions) === 'write-all' && job.permissions !== undefined)
        report(job.permissions, `job ${job.id} may write everything; list what it needs`);
    }
  },
};
