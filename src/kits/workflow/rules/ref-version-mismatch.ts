import { ACTION_PINS, PINS_DATE } from '../action-pins.js';
import { actionUses, isCommit } from '../action-use.js';
import { type WorkflowRule } from './rule.js';

export const refVersionMismatch: WorkflowRule = {
  id: 'ref-version-mismatch',
  severity: 'warning',
  title: 'Let the comment say the version that the commit is',
  why: 'The comment is what reviewers and updaters read; one that says another version hides an old, or a foreign, commit. What acgs knows of the usual actions is compared; of others it is only asked that a version stands there.',
  check(file, report) {
    for (const { node, repository, ref, version } of actionUses(file)) {
      if (!isCommit(ref)) continue;
      const pin = ACTION_PINS[repository];
      if (version === undefined) report(node, 'no comment says which version this commit is');
      else if (pin === undefined) continue;
      else if (ref === pin.sha && version !== pin.version)
        report(node, `this commit is ${pin.version}, the comment says ${version}`);
      else if (ref !== pin.sha && version === pin.version)
        report(node, `this commit was not ${version} on ${PINS_DATE}: that was ${pin.sha}`);
    }
  },
};
