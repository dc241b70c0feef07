import { setTimeout as sleep } from 'node:timers/promises';
import { type Engine } from '../../system/docker.js';
import { type ContainerState } from '../../system/docker/container-state.js';
import { AcgsError } from '../../model/errors.js';
import { monotonic } from '../../system/clock.js';
import { redact } from '../../system/redaction.js';
import { type Diagnosis, diagnoseLog, diagnoseProbe, missingProgram, shorten } from './diagnosis.js';
import { type HealthCheck, patienceMs } from './health-check.js';
import { askOverHttp } from './http-probe.js';
import { type SmokeSettings } from './settings.js';

export interface Watch {
  readonly engine: Engine;
  readonly name: string;
  readonly settings: SmokeSettings;
  readonly healthCheck: HealthCheck | undefined;
  readonly tell: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface Seen {
  readonly observed: 'healthy' | 'running' | 'exit0';
  readonly warnings: readonly string[];
}

/** How long a container without a HEALTHCHECK has to stay up. */
const UP_MS = 5_000;
const LOOK_EVERY_MS = 150;
const LOG_LINES = 20;

/**
 * Starts a created container and watches it until it is healthy, up for five seconds, or ended with 0 – whatever is
 * expected – or until that can no longer happen.
 * @throws AcgsError `smoke/unhealthy` with the failing probe's output or the end of the log; `run/interrupted`
 */
export async function watchContainer(watch: Watch): Promise<Seen> {
  const { engine, name, settings, healthCheck, tell, signal } = watch;
  const goal = settings.expect ?? (healthCheck === undefined ? 'running' : 'healthy');
  if (goal === 'healthy' && healthCheck === undefined && settings.probe === undefined)
    throw new AcgsError('smoke/unhealthy', 'the image has no HEALTHCHECK, and smoke.expect is "healthy"', {
      next: ['add a HEALTHCHECK to the Dockerfile', 'or set `smoke.path`', 'or `smoke.expect: running`'],
    });
  await start(watch);
  const from = monotonic();
  const patience =
    goal === 'healthy' && healthCheck !== undefined
      ? patienceMs(healthCheck, settings.timeoutMs)
      : settings.timeoutMs;
  let answered: string | undefined;
  for (;;) {
    const state = await engine.containerState(name, signal);
    const elapsed = monotonic() - from;
    if (!state.running) return await ended(watch, state, goal);
    await failOnHopelessProbe(watch, state, goal);
    const healthy = goal === 'healthy' && healthCheck !== undefined ? state.health === 'healthy' : true;
    const up = goal === 'running' ? elapsed >= Math.min(UP_MS, settings.timeoutMs) : goal === 'healthy';
    const asked = settings.probe === undefined || goal === 'exit0';
    if (healthy && up) {
      const port = state.ports[`${settings.probe?.port ?? 0}/tcp`];
      answered = asked ? undefined : await askOverHttp(port, settings.probe?.path, signal);
      if (answered === undefined) {
        tell(`${goal} after ${(elapsed / 1000).toFixed(1)} s`);
        return { observed: goal === 'healthy' ? 'healthy' : 'running', warnings: warningsOf(watch, goal) };
      }
    }
    if (elapsed >= patience) return await tooLate(watch, state, goal, Math.round(elapsed), answered);
    await wait(signal);
  }
}

async function start({ engine, name, settings, signal, tell }: Watch): Promise<void> {
  try {
    await engine.startContainer(name, signal);
    tell('started, as production would');
  } catch (error) {
    if (!(error instanceof AcgsError) || error.code !== 'tool/failed') throw error;
    const program = missingProgram(error.message);
    const found = diagnoseLog(error.message, settings);
    throw new AcgsError(
      'smoke/unhealthy',
      program === undefined
        ? `the container cannot be started: ${found?.message ?? shorten(error.message)}`
        : `the container cannot be started: the image has no "${program}"`,
      { cause: error, next: found?.next ?? ['check ENTRYPOINT and CMD of the Dockerfile'] },
    );
  }
}

async function ended(watch: Watch, state: ContainerState, goal: string): Promise<Seen> {
  const { settings, tell } = watch;
  const mayEnd = goal === 'exit0' || (settings.expect === undefined && goal === 'running');
  if (state.exitCode === 0 && mayEnd && settings.probe === undefined) {
    tell('ended with exit code 0');
    return { observed: 'exit0', warnings: goal === 'exit0' ? [] : warningsOf(watch, goal) };
  }
  const log = await logOf(watch);
  const found = diagnoseLog(log, settings);
  const how = state.oomKilled
    ? 'was killed: it used more than 1 GiB of memory'
    : `ended with exit code ${state.exitCode}${goal === 'exit0' ? '' : ` before it was ${goal}`}`;
  throw unhealthy(`the container ${how}${found === undefined ? '' : `: ${found.message}`}`, log, found);
}

/** A probe that cannot succeed, however long one waits, is not waited for. */
async function failOnHopelessProbe(watch: Watch, state: ContainerState, goal: string): Promise<void> {
  const last = state.probes.at(-1);
  if (goal !== 'healthy' || watch.healthCheck === undefined || last === undefined || last.exitCode === 0)
    return;
  const found = diagnoseProbe(last.output, watch.healthCheck.test);
  if (found !== undefined) throw unhealthy(found.message, last.output, found);
}

async function tooLate(
  watch: Watch,
  state: ContainerState,
  goal: string,
  elapsedMs: number,
  answered: string | undefined,
): Promise<never> {
  const log = await logOf(watch);
  const seconds = `${Math.round(elapsedMs / 1000)} s`;
  const probe = state.probes.at(-1);
  const found = diagnoseLog(`${log}\n${probe?.output ?? ''}`, watch.settings);
  const why =
    goal === 'exit0'
      ? `did not end within ${seconds}`
      : answered !== undefined
        ? `does not answer after ${seconds}: ${answered}`
        : `is not healthy after ${seconds}${probe === undefined ? '' : `: its health check ended with exit code ${probe.exitCode}`}`;
  const output = [
    ...(probe === undefined || probe.output.trim() === '' ? [] : ['health check:', probe.output.trimEnd()]),
    ...(log === '' ? [] : ['container:', log]),
  ].join('\n');
  throw unhealthy(`the container ${why}${found === undefined ? '' : `; ${found.message}`}`, output, found);
}

function unhealthy(message: string, output: string, found: Diagnosis | undefined): AcgsError {
  const shown = redact(output).trim();
  return new AcgsError('smoke/unhealthy', redact(message), {
    ...(shown === ''
      ? {}
      : {
          output: shown
            .split('\n')
            .slice(-2 * LOG_LINES)
            .join('\n'),
        }),
    next: found?.next ?? ['read its output above', 'raise `smoke.timeout` if it only needs longer to start'],
  });
}

async function logOf({ engine, name, signal }: Watch): Promise<string> {
  return (await engine.containerLog(name, LOG_LINES, signal)).trimEnd();
}

function warningsOf({ healthCheck, settings }: Watch, goal: string): string[] {
  if (healthCheck !== undefined || settings.expect !== undefined || settings.probe !== undefined) return [];
  return goal === 'running' ? ['the image has no HEALTHCHECK: that it runs is all that was tested'] : [];
}

async function wait(signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(LOOK_EVERY_MS, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    const reason: unknown = signal?.reason;
    throw reason instanceof AcgsError
      ? reason
      : new AcgsError('run/interrupted', 'the smoke test was interrupted', { cause: error });
  }
}
