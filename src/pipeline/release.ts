import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadConfiguration, parseConfiguration } from '../config/load.js';
import { type Configuration } from '../config/configuration.js';
import { effectiveDocument } from '../config/effective.js';
import { repositoryRootOf } from '../config/paths.js';
import { AcgsError, messageOf } from '../model/errors.js';
import { type ReleaseReport } from '../model/release-report.js';
import { type EventSink, type PlannedStep, type RunEvent } from '../model/run-event.js';
import { exists, writeFileAtomic } from '../system/files.js';
import { type PreparedRelease, prepareRelease } from './prepare/prepare-release.js';
import { type FrozenRelease, freezeRelease, thawRelease } from './frozen-release.js';
import { releaseFacts } from './release-facts.js';
import { type ReleaseCall, type ReleaseOptions } from './release-options.js';
import { buildReport } from './report.js';
import { readJournal } from './run-folder.js';
import { runPipeline, type RunResult } from './run-pipeline.js';
import { steps } from './steps.js';
import { type ReleaseWorld } from './world.js';

/** A release that has ended, one way or another. */
export interface ReleaseResult {
  readonly report: ReleaseReport;
  readonly result: RunResult;
  readonly prepared: PreparedRelease;
  /** What was planned; with effects for `--plan` and `--dry-run`. */
  readonly plan: readonly PlannedStep[];
}

export interface ReleaseRequest extends ReleaseCall {
  readonly options: ReleaseOptions;
  readonly sinks: readonly EventSink[];
  /** Writes the HTML report; handed in because pages are the output room's business. */
  readonly htmlReport: (report: ReleaseReport) => string;
}

/**
 * Releases the services of a project: `acgs release`, and every command that is a part of it.
 * @throws AcgsError what keeps a run from beginning; what goes wrong within it is in the result
 */
export async function release(request: ReleaseRequest): Promise<ReleaseResult> {
  const { mode, sinks } = request;
  const thawed = request.resume === undefined ? undefined : await resumed(request, request.resume);
  const options = thawed?.options ?? request.options;
  const configuration = thawed?.configuration ?? (await load(request));
  const prepared = await prepareRelease(configuration, options, request);
  const { run, services } = prepared;
  if (thawed !== undefined) assertSameCommit(thawed, prepared);
  const plan: PlannedStep[] = [];
  const collector: EventSink = {
    handle: (event: RunEvent) => {
      if (event.type === 'plan') plan.push(...event.steps);
    },
  };
  try {
    const result = await runPipeline<ReleaseWorld>({
      steps,
      run,
      services,
      root: run.root,
      version: request.acgsVersion,
      frozen: freezeRelease(run, options),
      mode,
      selection: options,
      force: request.force,
      ...(thawed === undefined ? {} : { resume: thawed.runId }),
      ...(request.jobs === undefined ? {} : { jobs: request.jobs }),
      ...(request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      destinations: options.push ? services.flatMap(({ repositories }) => repositories) : [],
      sinks: [collector, ...sinks],
    });
    const report = buildReport(result, releaseFacts(freezeRelease(run, options), result));
    if (mode === 'run') await writeReports(request, run.root, run.output, report, run.configuration, result);
    return { report, result, prepared, plan };
  } finally {
    await run.trivy.close();
  }
}

async function load({ cwd, config, acgsVersion }: ReleaseCall): Promise<Configuration> {
  return await loadConfiguration({ cwd, acgsVersion, ...(config === undefined ? {} : { file: config }) });
}

interface Thawed extends FrozenRelease {
  readonly runId: string;
  readonly configuration: Configuration;
}

/** A past run's configuration and flags; its commit must still be HEAD. */
async function resumed(request: ReleaseRequest, resume: string | true): Promise<Thawed> {
  const { header } = await readJournal(request.cwd, resume === true ? undefined : resume);
  const frozen = thawRelease(header.frozen);
  const file = join(request.cwd, request.config ?? 'acgs.yaml');
  const place = {
    root: request.cwd,
    repositoryRoot: await repositoryRootOf(request.cwd),
    file: (await exists(file)) ? file : undefined,
    name: `.acgs/runs/${header.runId}/journal.jsonl`,
    acgsVersion: request.acgsVersion,
  };
  return {
    ...frozen,
    runId: header.runId,
    configuration: parseConfiguration(stringify(header.frozen.config), place),
  };
}

function assertSameCommit(thawed: Thawed, { run }: PreparedRelease): void {
  const head = run.source.kind === 'git' ? run.source.commit : null;
  if (head === thawed.commit) return;
  throw new AcgsError(
    'usage/invalid',
    `run ${thawed.runId} released the commit ${thawed.commit ?? 'of no repository'}, and HEAD is ${head ?? 'none'}`,
    {
      next: [
        `check out ${thawed.commit ?? 'that state'} and resume again`,
        'or start anew with `acgs release`',
      ],
    },
  );
}

/** The report is written at every end. If that fails too, what failed first is what the user must know. */
async function writeReports(
  request: ReleaseRequest,
  root: string,
  output: string,
  report: ReleaseReport,
  configuration: Configuration,
  result: RunResult,
): Promise<void> {
  try {
    await writeFileAtomic(join(root, output, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
    await writeFileAtomic(join(root, output, 'report.html'), request.htmlReport(report));
    await writeFileAtomic(join(root, output, 'effective.yaml'), stringify(effectiveDocument(configuration)));
  } catch (error) {
    if (result.failure === undefined) throw error;
    request.sinks.forEach((sink) => {
      sink.handle({
        type: 'warning',
        at: new Date().toISOString(),
        text: `the report could not be written: ${messageOf(error)}`,
      });
    });
  }
}
