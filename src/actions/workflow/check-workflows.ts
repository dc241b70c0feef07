import { checkWorkflow } from '../../kits/workflow/check-workflow.js';
import { WORKFLOW_RULES } from '../../kits/workflow/workflow-rules.js';
import { type Finding } from '../../model/finding.js';
import { ACGS_URI } from '../../model/uris.js';
import { findWorkflows } from './find-workflows.js';

/** A workflow with what was found in it. */
export interface CheckedWorkflow {
  readonly file: string;
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * Judges workflows. Opens no connection.
 * @param operands files and folders; none: `.github/workflows` and action.yml
 * @throws AcgsError `source/not-found`
 */
export async function checkWorkflows(operands: readonly string[], cwd: string): Promise<CheckedWorkflow[]> {
  const files = await findWorkflows(operands, cwd);
  return files.map(({ file, text }) => ({ file, text, findings: checkWorkflow(file, text) }));
}

/** What formats say about a rule of `acgs workflow check`. */
export function workflowRuleInfo(id: string) {
  const rule = WORKFLOW_RULES.find((one) => one.id === id);
  if (rule === undefined) return undefined;
  const { title, why, severity } = rule;
  return { id, title, why, severity, url: `${ACGS_URI}/github#${id}` };
}
