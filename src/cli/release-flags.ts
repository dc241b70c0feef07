import { string } from '@oclif/core/flags';
import { bold, count, keyFlag, list, registryFlags, text, toggle } from './flags.js';

/** Flags of the commands that run the pipeline or a part of it on the services of acgs.yaml. */
export const buildFlags = {
  platform: list('platform', 'platforms instead of the configuration’s, e.g. linux/amd64,linux/arm64', {
    helpValue: 'OS/ARCH',
  }),
  builder: text('builder', 'buildx builder: BuildKit elsewhere, e.g. on Kubernetes', { helpValue: 'NAME' }),
  force: toggle('force', 'do again what is fresh'),
  output: text('output', 'folder of the results, inside the project (default dist/release)', {
    helpValue: 'DIR',
  }),
  jobs: count('jobs', 'steps at a time (default: the cores)', { min: 1, max: 64 }),
  timeout: text('timeout', 'time limit of the run, e.g. 30m', { helpValue: 'TIME' }),
  events: text('events', 'write every event of the run to a file, one JSON object a line', {
    helpValue: 'FILE',
  }),
};

/** Flags of the vulnerability gate. */
export const gateFlags = {
  'fail-on': list('fail-on', 'severities that refuse the release (default HIGH,CRITICAL)', {
    helpValue: 'SEVERITY',
  }),
  'ignore-unfixed': toggle('ignore-unfixed', 'only findings with a fix refuse (default)', { allowNo: true }),
  'max-db-age': text('max-db-age', 'refuse an older vulnerability database (default 5d)', {
    helpValue: 'AGE',
  }),
  'db-repository': list('db-repository', 'where Trivy’s vulnerability database comes from', {
    helpValue: 'REPOSITORY',
  }),
};

export const releaseFlags = {
  ...buildFlags,
  ...gateFlags,
  push: bold('publish to the registries of the configuration', { helpGroup: 'PUBLISH' }),
  registry: list('registry', 'where images go, instead of the configuration’s', {
    helpValue: 'HOST/PATH',
    helpGroup: 'PUBLISH',
  }),
  tag: list('tag', 'tags instead of the configuration’s; {version} {major} {minor} {sha} {branch}', {
    helpValue: 'TAG',
    helpGroup: 'PUBLISH',
  }),
  key: keyFlag,
  unsigned: bold('publish without signatures', { helpGroup: 'PUBLISH' }),
  'allow-dirty': bold('release a changed work tree (recorded in the provenance)', { helpGroup: 'PUBLISH' }),
  plan: toggle('plan', 'list every effect, and do none of them'),
  'dry-run': toggle('dry-run', 'plan, lint and preflight; no effect'),
  only: list('only', 'run these steps, import the rest from the last run', {
    helpValue: 'STEP',
    helpGroup: 'STEPS',
  }),
  skip: list('skip', 'leave these steps out', { helpValue: 'STEP', helpGroup: 'STEPS' }),
  from: text('from', 'run this step and all that needs it', { helpValue: 'STEP', helpGroup: 'STEPS' }),
  until: text('until', 'run this step and all it needs', { helpValue: 'STEP', helpGroup: 'STEPS' }),
  resume: string({
    description: 'go on with a run: its commit, configuration and flags (default: the last)',
    helpValue: 'RUN',
    helpGroup: 'STEPS',
  }),
  ...registryFlags,
};
