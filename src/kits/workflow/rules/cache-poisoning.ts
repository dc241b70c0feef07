import { pairsOf, wordOf } from '../read-workflow.js';
import { type JobPart, type StepPart, type WorkflowFile } from '../workflow-file.js';
import { type WorkflowRule } from './rule.js';

/** A job that makes what others will run: started by a tag or release, or able to publish or to sign. */
function releases({ triggers }: WorkflowFile, { permissions }: JobPart): boolean {
  const byEvent = triggers.has('release') || triggers.get('push')?.keys.includes('tags') === true;
  const mayPublish = pairsOf(permissions).some(
    ({ id, body }) => ['id-token', 'packages', 'attestations'].includes(id) && wordOf(body) === 'write',
  );
  return byEvent || mayPublish;
}

/** What a step takes from a cache, in words; undefined where it takes nothing. */
function cacheOf({ uses, with: inputs }: StepPart): string | undefined {
  const action = uses?.value.split('@')[0] ?? '';
  if (/^actions\/cache(?:\/restore)?$/.test(action)) return 'this';
  if (/\/setup-[a-z]+$/.test(action) && inputs.has('cache') && wordOf(inputs.get('cache')) !== 'false')
    return 'its cache';
  return /type=gha/.test(wordOf(inputs.get('cache-from')) ?? '') ? 'cache-from' : undefined;
}

export const cachePoisoning: WorkflowRule = {
  id: 'cache-poisoning',
  severity: 'warning',
  title: 'Take nothing from a cache in a job that releases',
  why: 'Any run on the default branch can write the cache, so one compromised test job decides what the release is made of. Build releases from what the lock files name, without a cache.',
  check(file, report) {
    for (const job of file.jobs.filter((one) => releases(file, one)))
      for (const step of job.steps) {
        const taken = cacheOf(step);
        if (taken !== undefined && step.uses !== undefined)
          report(step.uses, `${taken} brings into a release what another run left behind`);
      }
  },
};
