import { resolve } from 'node:path';
import { unifiedDiff } from '../../dockerfile/unified-diff.js';
import { type LeftUse, type MovedUse, updateWorkflow } from '../../kits/workflow/update-workflow.js';
import { writeFileAtomic } from '../../system/files.js';
import { findWorkflows } from './find-workflows.js';

/** A workflow, and what moving its actions changes in it. */
export interface UpdatedWorkflow {
  readonly file: string;
  readonly diff: string;
  readonly moved: readonly MovedUse[];
  readonly left: readonly LeftUse[];
}

/**
 * Moves the actions of workflows to the commits that acgs knows, forward only. Opens no connection.
 * @param write whether the files are changed; each is written whole
 * @throws AcgsError `source/not-found`, `file/failed`
 */
export async function updateWorkflows(
  operands: readonly string[],
  { cwd, write }: { readonly cwd: string; readonly write: boolean },
): Promise<UpdatedWorkflow[]> {
  const updated: UpdatedWorkflow[] = [];
  for (const { file, text: before } of await findWorkflows(operands, cwd)) {
    const { text, moved, left } = updateWorkflow(before);
    if (write && text !== before) await writeFileAtomic(resolve(cwd, file), text);
    updated.push({ file, diff: unifiedDiff(before, text, { path: file }), moved, left });
  }
  return updated;
}
