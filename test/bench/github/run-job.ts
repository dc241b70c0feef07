import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runProgram } from '../run.js';
import { asText, type Contexts, interpolate, interpolateAll, isTrue, type Value } from './expression.js';
import { type Forge } from './forge.js';
import { readCommandFile } from './read-command-file.js';
import { SIMULATED_ACTIONS } from './simulated-actions.js';
import { type Job, type Permissions, type Step } from './workflow.js';

export interface StepResult {
  readonly name: string;
  readonly result: 'success' | 'failure' | 'skipped';
  readonly log: string;
}

export interface JobResult {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepResult[];
  /** What its token may do. */
  readonly permissions: Permissions;
  /** The step summaries, one after the other. */
  readonly summary?: string;
}

export interface JobPlace {
  readonly name: string;
  readonly job: Job;
  /** The workflow file whose job it is, and the one that was triggered. */
  readonly file: string;
  readonly triggered: string;
  readonly permissions: Permissions;
  readonly env: Readonly<Record<string, string>>;
  readonly contexts: Contexts;
  readonly secrets: Readonly<Record<string, string>>;
}

/** A fresh machine for a job: an empty workspace, its own home, caches and programs. */
export interface Machine {
  readonly forge: Forge;
  readonly workspace: string;
  readonly temporary: string;
  /** Grows as steps say: GITHUB_ENV and GITHUB_PATH. */
  readonly env: Record<string, string>;
  readonly path: string[];
}

/** Runs the steps of one job, one after the other, on a machine of its own. */
export async function runJob(forge: Forge, place: JobPlace): Promise<JobResult> {
  const { job, permissions } = place;
  const folder = mkdtempSync(join(forge.folder, 'machine-'));
  const machine: Machine = {
    forge,
    workspace: join(folder, 'workspace'),
    temporary: join(folder, 'temp'),
    env: { ...forge.machine },
    path: [],
  };
  for (const name of ['workspace', 'temp', 'home']) mkdirSync(join(folder, name));
  Object.assign(machine.env, machineEnvironment(forge, place, machine));
  const steps: StepResult[] = [];
  const ended: Record<string, { outputs: Record<string, string>; outcome: string }> = {};
  let failed = false;
  const summary = join(machine.temporary, 'summary');
  writeFileSync(summary, '');
  const contexts = (): Contexts => ({
    ...place.contexts,
    github: { ...(place.contexts['github'] as object), token: tokenOf(forge, permissions) },
    secrets: place.secrets,
    runner: { temp: machine.temporary },
    steps: ended as unknown as Value,
  });
  for (const step of job.steps ?? []) {
    const name = step.name ?? step.uses ?? 'run';
    const functions = {
      cancelled: () => false,
      always: () => true,
      success: () => !failed,
      failure: () => failed,
    };
    const wanted = step.if === undefined ? !failed : isTrue(interpolate(step.if, contexts(), functions));
    if (!wanted) {
      steps.push({ name, result: 'skipped', log: '' });
      continue;
    }
    const env = {
      ...interpolateAll(place.env, contexts()),
      ...interpolateAll(job.env, contexts()),
      ...interpolateAll(step.env, contexts()),
    };
    const { code, log, outputs } =
      step.uses === undefined
        ? await runScript(machine, step, env, contexts())
        : await runAction(machine, step, contexts());
    if (step.id !== undefined) ended[step.id] = { outputs, outcome: code === 0 ? 'success' : 'failure' };
    steps.push({ name, result: code === 0 ? 'success' : 'failure', log });
    failed ||= code !== 0 && step['continue-on-error'] !== true;
  }
  return {
    result: failed ? 'failure' : 'success',
    outputs: interpolateAll(job.outputs, contexts()),
    steps,
    permissions,
    summary: readFileSync(summary, 'utf8'),
  };
}

interface Ended {
  readonly code: number;
  readonly log: string;
  readonly outputs: Record<string, string>;
}

/** A `run:` step, as `shell: bash` runs it. */
async function runScript(
  machine: Machine,
  step: Step,
  env: Readonly<Record<string, string>>,
  contexts: Contexts,
): Promise<Ended> {
  const { temporary, path } = machine;
  const file = (name: string): string => join(temporary, `_${name}`);
  const commandFiles = { GITHUB_OUTPUT: file('output'), GITHUB_ENV: file('env'), GITHUB_PATH: file('path') };
  for (const name of Object.values(commandFiles)) writeFileSync(name, '');
  const script = file('script.sh');
  writeFileSync(script, asText(interpolate(step.run ?? '', contexts)));
  const wanted = asText(interpolate(step['working-directory'] ?? machine.workspace, contexts));
  const { code, stdout, stderr } = await runProgram(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', script],
    {
      cwd: wanted,
      env: {
        ...machine.env,
        ...env,
        ...commandFiles,
        GITHUB_STEP_SUMMARY: join(temporary, 'summary'),
        PATH: [...path, machine.env['PATH']].join(':'),
      },
    },
  );
  Object.assign(machine.env, readCommandFile(commandFiles.GITHUB_ENV));
  const added = readFileSync(commandFiles.GITHUB_PATH, 'utf8').split('\n').filter(Boolean);
  path.unshift(...added);
  return { code, log: `${stdout}${stderr}`, outputs: readCommandFile(commandFiles.GITHUB_OUTPUT) };
}

async function runAction(machine: Machine, step: Step, contexts: Contexts): Promise<Ended> {
  const name = step.uses?.split('@')[0] ?? '';
  const action = SIMULATED_ACTIONS[name];
  if (action === undefined) throw new Error(`the simulation has no ${name}`);
  try {
    const outputs = await action(machine, interpolateAll(step.with, contexts));
    return { code: 0, log: '', outputs: { ...outputs } };
  } catch (error) {
    return { code: 1, log: String(error), outputs: {} };
  }
}

const tokenOf = (forge: Forge, permissions: Permissions): string =>
  (permissions['packages'] ?? 'none') === 'none' ? 'ghs_nothing' : forge.packagesToken;

/** What the runner sets (docs.github.com, "Variables reference"). The two variables of OIDC only where the job may ask. */
function machineEnvironment(forge: Forge, place: JobPlace, machine: Machine): Record<string, string> {
  const { event, repository } = forge;
  const at = (file: string): string => `${repository}/${file}@${event.ref}`;
  const oidc =
    place.permissions['id-token'] === 'write'
      ? forge.oidc?.({
          repository,
          event,
          workflowRef: at(place.triggered),
          jobWorkflowRef: at(place.file),
          environment: place.job.environment,
          runId: '4242',
        })
      : undefined;
  const home = join(dirname(machine.workspace), 'home');
  return {
    CI: 'true',
    HOME: home,
    XDG_CACHE_HOME: join(home, '.cache'),
    PATH: process.env['PATH'] ?? '',
    ...forge.machine,
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: repository,
    GITHUB_SHA: event.sha,
    GITHUB_REF: event.ref,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_ACTOR: 'octocat',
    GITHUB_WORKFLOW_REF: at(place.triggered),
    GITHUB_JOB: place.name.split(' ')[0] ?? place.name,
    GITHUB_RUN_ID: '4242',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKSPACE: machine.workspace,
    RUNNER_TEMP: machine.temporary,
    RUNNER_ENVIRONMENT: 'github-hosted',
    ...(oidc === undefined
      ? {}
      : { ACTIONS_ID_TOKEN_REQUEST_URL: oidc.url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidc.token }),
  };
}
