import { AcgsError } from '../model/errors.js';
import { type ReleaseRun, type ReleaseService } from './world.js';

/** How many changed files the error names. */
const SHOWN = 5;

/**
 * A release that signs or publishes must be a commit's (DESIGN, "Clean and dirty"): problems of the run's source,
 * for the preflight of the steps that do.
 */
export function sourceProblems(run: ReleaseRun, service: ReleaseService): AcgsError[] {
  const problems: AcgsError[] = [];
  if (run.options.allowDirty) return problems;
  if (run.source.kind === 'none') {
    const { reason, detail } = run.source;
    if (reason === 'no-git') return [new AcgsError('tool/missing', detail, { next: ['install git'] })];
    return [new AcgsError('source/not-git', `${detail}, so what would be released is no commit`)];
  }
  if (run.dirtiness?.dirty === true) {
    const files = [...run.dirtiness.changed, ...run.dirtiness.untracked];
    const more = files.length > SHOWN ? ` and ${files.length - SHOWN} more` : '';
    problems.push(
      new AcgsError(
        'source/dirty',
        `the work tree is not what HEAD says: ${files.slice(0, SHOWN).join(', ')}${more}`,
      ),
    );
  }
  if (service.touched?.known === false)
    problems.push(
      new AcgsError(
        'source/shallow',
        `this clone is shallow: it cannot tell which commit last touched ${service.name}`,
      ),
    );
  return problems;
}
