import { type FilePlan } from '../file-plan.js';
import { splitHeader } from '../header.js';
import { type LockEntry } from '../lock.js';
import { type CheckFinding } from './finding.js';

/**
 * Where a file is not what its kit stands for. That a newer acgs has a newer kit is none: an upgrade fails nobody's build.
 * @param locked its entry, undefined where it has none
 */
export function driftFindings(plan: FilePlan, locked: LockEntry | undefined): readonly CheckFinding[] {
  const { path, mode, state, action, before, entry } = plan;
  const found = (message: string): readonly CheckFinding[] => [{ path, check: 'drift', message }];
  if (state === 'deleted')
    return mode === 'seed' ? [] : found('it was deleted: `acgs kit update` restores it');
  if (state === 'drift' && action === 'refuse') return found('a managed file was edited');
  const isSameKit = locked === undefined || locked.version === entry?.version;
  if (isSameKit && action !== 'keep')
    return found('it is not what acgs.yaml renders now: run `acgs kit update`');
  return headerIsGone(plan, before) ? found('its header was removed: `acgs kit diff --edits` shows it') : [];
}

function headerIsGone({ base, mode }: FilePlan, before: string | undefined): boolean {
  if (mode !== 'merge' || base === undefined || before === undefined) return false;
  const wanted = splitHeader(base).header;
  return wanted !== '' && splitHeader(before).header === '';
}
