import { actionUses, isCommit } from '../action-use.js';
import { type WorkflowRule } from './rule.js';

export const unpinnedUses: WorkflowRule = {
  id: 'unpinned-uses',
  severity: 'error',
  title: 'Name actions by commit',
  why: 'A tag or branch can be moved by whoever takes over the action’s repository, and the next run executes what it then names, with this job’s token. In March 2026 76 tags of a popular scanner’s action were moved to malware. Write the full commit, the version beside it as a comment; `acgs workflow update` does.',
  check(file, report) {
    for (const { node, ref } of actionUses(file))
      if (!isCommit(ref))
        report(node, `"${ref}" can be moved; name the commit, and the version as a comment`);
    for (const { uses } of file.jobs.flatMap(({ steps }) => steps))
      if (uses?.value.startsWith('docker://') === true && !/@sha256:[0-9a-f]{64}$/.test(uses.value))
        report(uses, 'an image by tag can be moved; name its digest');
  },
};
