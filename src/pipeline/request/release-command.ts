import { isAbsolute, relative } from 'node:path';
import { durationMs } from '../../config/duration.js';
import { AcgsError } from '../../model/errors.js';
import { type ReleaseReport } from '../../model/release-report.js';
import { type EventSink } from '../../model/run-event.js';
import { type RegistryOptions } from '../../registry/options.js';
import { parseSeverity } from '../../scan/parse-severity.js';
import { parsePlatform } from '../../model/platform.js';
import { parseReference } from '../../model/reference.js';
import { release, type ReleaseResult } from '../release.js';

/** The flags of `acgs release` as they come from the command line; all are optional, `acgs build` has only some. */
export interface PipelineFlags {
  readonly events?: string | undefined;
  readonly push?: boolean | undefined;
  readonly unsigned?: boolean | undefined;
  readonly 'allow-dirty'?: boolean | undefined;
  readonly key?: string | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly registry?: readonly string[] | undefined;
  readonly platform?: readonly string[] | undefined;
  readonly builder?: string | undefined;
  readonly 'fail-on'?: readonly string[] | undefined;
  readonly 'ignore-unfixed'?: boolean | undefined;
  readonly 'max-db-age'?: string | undefined;
  readonly 'db-repository'?: readonly string[] | undefined;
  readonly output?: string | undefined;
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly plan?: boolean | undefined;
  readonly 'dry-run'?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly resume?: string | undefined;
  readonly jobs?: number | undefined;
  readonly timeout?: string | undefined;
  readonly config?: string | undefined;
}

export interface ReleaseCommand {
  readonly services: readonly string[];
  readonly flags: PipelineFlags;
  readonly registry: RegistryOptions;
  readonly cwd: string;
  readonly acgsVersion: string;
  readonly sinks: readonly EventSink[];
  readonly htmlReport: (report: ReleaseReport) => string;
}

/** Runs what the flags ask for. @throws AcgsError `usage/invalid` for flags that contradict each other or cannot be read */
export async function releaseCommand(command: ReleaseCommand): Promise<ReleaseResult> {
  const { flags, services, registry, cwd, acgsVersion, sinks, htmlReport } = command;
  if (flags.plan === true && flags['dry-run'] === true) throw contradiction('--plan', '--dry-run');
  if (flags.resume !== undefined) refuseWithResume(flags);
  if (flags.key !== undefined && flags.unsigned === true) throw contradiction('--key', '--unsigned');
  for (const text of flags.platform ?? []) parsePlatform(text);
  for (const text of flags.registry ?? []) parseReference(`${text}/x`);
  const failOn = flags['fail-on']?.map(parseSeverity);
  return await release({
    mode: flags.plan === true ? 'plan' : flags['dry-run'] === true ? 'dry-run' : 'run',
    options: {
      services,
      push: flags.push === true,
      unsigned: flags.unsigned === true,
      allowDirty: flags['allow-dirty'] === true,
      ...given('key', flags.key === undefined ? undefined : relativeKey(flags.key, cwd)),
      ...given('tags', flags.tag),
      ...given('registries', flags.registry),
      ...given('platforms', flags.platform),
      ...given('builder', flags.builder),
      ...given('failOn', failOn),
      ...given('ignoreUnfixed', flags['ignore-unfixed']),
      ...given('maxDbAge', flags['max-db-age']),
      ...given('dbRepositories', flags['db-repository']),
      ...given('output', flags.output),
      ...given('only', flags.only),
      ...given('skip', flags.skip),
      ...given('from', flags.from),
      ...given('until', flags.until),
    },
    cwd,
    ...given('config', flags.config),
    ...given('events', flags.events),
    registry,
    acgsVersion,
    force: flags.force === true,
    ...(flags.resume === undefined
      ? {}
      : { resume: flags.resume === LAST_RUN ? (true as const) : flags.resume }),
    ...given('jobs', flags.jobs),
    ...given('timeoutMs', flags.timeout === undefined ? undefined : durationMs(flags.timeout, '--timeout')),
    sinks,
    htmlReport,
  });
}

/** A key file as the journal may hold it: relative to the working folder. */
function relativeKey(key: string, cwd: string): string {
  return isAbsolute(key) ? relative(cwd, key) : key;
}

/** What `--resume` without a run means. */
const LAST_RUN = 'last';

function given<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value });
}

function contradiction(one: string, other: string): AcgsError {
  return new AcgsError('usage/invalid', `${one} and ${other} contradict each other`, {
    next: [`leave out ${one} or ${other}`],
  });
}

/** A resumed run has its flags from the run it resumes: another value would make it another release. */
function refuseWithResume(flags: PipelineFlags): void {
  const frozen = [
    'push',
    'unsigned',
    'allow-dirty',
    'key',
    'tag',
    'registry',
    'platform',
    'fail-on',
    'only',
    'skip',
    'from',
    'until',
  ] as const;
  for (const name of frozen)
    if (flags[name] !== undefined && flags[name] !== false) throw contradiction('--resume', `--${name}`);
}
