import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asText, type Contexts, interpolate, interpolateAll, isTrue, type Value } from './expression.js';
import { type Forge, forkLimit, limited } from './forge.js';
import { type JobResult, runJob } from './run-job.js';
import { type Job, needsOf, parseWorkflow, type Permissions, type Workflow } from './workflow.js';

/** How a run of a workflow ended. Jobs by id, with `id (value)` for those of a matrix and `caller / id` for called ones. */
export interface WorkflowRun {
  readonly jobs: Readonly<Record<string, JobResult>>;
  readonly outputs: Readonly<Record<string, string>>;
}

interface Call {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** What the caller lets the called workflow have. */
  readonly limit?: Permissions;
  /** The workflow that was triggered; the file itself unless it is called. */
  readonly triggered?: string;
}

/** Runs a workflow of the origin's, job after job, as GitHub would. @param file e.g. `.github/workflows/release.yml` */
export async function runWorkflow(forge: Forge, file: string, call: Call = {}): Promise<WorkflowRun> {
  const workflow = parseWorkflow(readFileSync(join(forge.origin, file), 'utf8'));
  const jobs: Record<string, JobResult> = {};
  const ended: Record<string, { result: string; outputs: Readonly<Record<string, string>> }> = {};
  for (const [id, job] of Object.entries(workflow.jobs)) {
    const needs = Object.fromEntries(needsOf(job).map((name) => [name, ended[name] ?? missing(name, id)]));
    const contexts: Contexts = { needs, inputs: call.inputs ?? {}, ...githubContexts(forge, call) };
    const results = Object.values(needs).map(({ result }) => result);
    const functions = { cancelled: () => false, always: () => true };
    const wanted =
      job.if === undefined
        ? results.every((result) => result === 'success')
        : isTrue(interpolate(asExpression(job.if), contexts, functions));
    if (!wanted) {
      ended[id] = { result: 'skipped', outputs: {} };
      jobs[id] = { result: 'skipped', outputs: {}, steps: [], permissions: {} };
      continue;
    }
    const run =
      job.uses === undefined
        ? await runMatrix(forge, { id, job, workflow, file, call, contexts })
        : await runCalled(forge, { id, job, workflow, file, call, contexts });
    Object.assign(jobs, run.jobs);
    const result = Object.values(run.jobs).some((one) => one.result === 'failure') ? 'failure' : 'success';
    ended[id] = { result, outputs: run.outputs };
    forge.between?.(id);
  }
  const declared = workflow.on['workflow_call']?.outputs ?? {};
  const outputs = Object.entries(declared).map(([name, { value }]) => [
    name,
    asText(interpolate(value, { jobs: ended as unknown as Value })),
  ]);
  return { jobs, outputs: Object.fromEntries(outputs) as Record<string, string> };
}

interface Place {
  readonly id: string;
  readonly job: Job;
  readonly workflow: Workflow;
  readonly file: string;
  readonly call: Call;
  readonly contexts: Contexts;
}

/** What the job may do: its own permissions, else the workflow's, never more than the caller's or a fork's. */
function permissionsOf(forge: Forge, { job, workflow, call }: Place): Permissions {
  const asked = job.permissions ?? workflow.permissions ?? {};
  return limited(limited(asked, call.limit), forkLimit(forge.event));
}

async function runMatrix(forge: Forge, place: Place): Promise<WorkflowRun> {
  const { id, job, workflow, file, call, contexts } = place;
  const [axis] = Object.entries(job.strategy?.matrix ?? {});
  const rows = axis === undefined ? [undefined] : axis[1].map((value) => ({ [axis[0]]: value }));
  const jobs: Record<string, JobResult> = {};
  for (const matrix of rows) {
    const name = matrix === undefined ? id : `${id} (${Object.values(matrix).join(', ')})`;
    jobs[name] = await runJob(forge, {
      name,
      job,
      file,
      triggered: call.triggered ?? file,
      permissions: permissionsOf(forge, place),
      env: workflow.env ?? {},
      contexts: { ...contexts, matrix: matrix ?? {} },
      secrets: { ...(call.secrets ?? forge.secrets) },
    });
  }
  return { jobs, outputs: Object.values(jobs).at(-1)?.outputs ?? {} };
}

async function runCalled(forge: Forge, place: Place): Promise<WorkflowRun> {
  const { id, job, file, call, contexts } = place;
  const secrets = { secrets: call.secrets ?? forge.secrets };
  const run = await runWorkflow(forge, job.uses?.replace(/^\.\//, '') ?? '', {
    inputs: interpolateAll(job.with, contexts),
    secrets: interpolateAll(job.secrets, { ...contexts, ...secrets }),
    limit: permissionsOf(forge, place),
    triggered: call.triggered ?? file,
  });
  const jobs = Object.entries(run.jobs).map(([name, result]) => [`${id} / ${name}`, result]);
  return { jobs: Object.fromEntries(jobs) as Record<string, JobResult>, outputs: run.outputs };
}

function githubContexts(forge: Forge, call: Call): Contexts {
  const { event, repository } = forge;
  return {
    github: {
      event: (event.payload ?? {}) as Value,
      event_name: event.name,
      ref: event.ref,
      sha: event.sha,
      repository,
      actor: 'octocat',
      run_id: '4242',
    },
    secrets: call.secrets ?? forge.secrets,
  };
}

/** `if` may leave the braces out. */
const asExpression = (text: string): string => (text.includes('${{') ? text : `\${{ ${text} }}`);

function missing(name: string, job: string): never {
  throw new Error(`job ${job} needs ${name}, which is not there or stands below it`);
}
