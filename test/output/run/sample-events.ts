import {
  type PlannedStep,
  type RunEvent,
  type StepKey,
  type StepStatus,
} from '../../../src/model/run-event.js';

const at = '2026-01-01T00:00:00.000Z';
const key = (step: string, platform?: string): StepKey => ({
  step,
  service: 'api',
  ...(platform === undefined ? {} : { platform }),
});
const plan = (step: string, platform?: string): PlannedStep => ({
  key: key(step, platform),
  title: `Do ${step}`,
  action: 'run',
  needs: [],
});

export const started: RunEvent = {
  type: 'run-started',
  at,
  runId: '20260101T000000000Z-0000',
  version: '1.2.3',
  mode: 'run',
  services: ['api'],
};
export const start = (step: string, platform?: string): RunEvent => ({
  type: 'step-started',
  at,
  key: key(step, platform),
  title: `Do ${step}`,
});
export const line = (step: string, text: string, platform?: string): RunEvent => ({
  type: 'step-line',
  at,
  key: key(step, platform),
  text,
});
export const finish = (
  step: string,
  status: StepStatus,
  more: Partial<Extract<RunEvent, { type: 'step-finished' }>> = {},
): RunEvent => ({
  type: 'step-finished',
  at,
  key: key(step),
  title: `Do ${step}`,
  status,
  durationMs: 1200,
  ...more,
});
export const finding = (
  message: string,
  more: { file?: string; level?: 'error' | 'warning' } = {},
): RunEvent => ({
  type: 'finding',
  at,
  key: key('lint'),
  finding: {
    file: more.file ?? 'api/Dockerfile',
    line: 3,
    column: 1,
    endLine: 3,
    endColumn: 9,
    level: more.level ?? 'warning',
    code: 'DL3006',
    message,
    counts: true,
  },
});
export const ended = (failed = false): RunEvent => ({
  type: 'run-finished',
  at,
  runId: '20260101T000000000Z-0000',
  status: failed ? 'failed' : 'passed',
  exit: failed ? 1 : 0,
  durationMs: 65_000,
  ...(failed
    ? {
        error: { code: 'build/failed', message: 'api: the build failed', next: ['look at the log'], exit: 1 },
      }
    : {}),
});

/** A run with something of everything; two steps run side by side. */
export const sample: readonly RunEvent[] = [
  started,
  { type: 'plan', at, steps: [plan('lint'), plan('build'), plan('scan'), plan('smoke'), plan('sign')] },
  start('lint'),
  finding('pin the version'),
  finish('lint', 'passed', { durationMs: 12 }),
  start('build'),
  line('build', '#1 [internal] load build definition'),
  finish('build', 'fresh'),
  start('scan'),
  start('smoke'),
  line('smoke', 'waiting for the health check'),
  line('scan', 'scanning'),
  finish('smoke', 'failed', {
    reason: 'the health check calls curl, which the image lacks',
    log: '.acgs/runs/x/steps/04-api-smoke.log',
    error: {
      code: 'smoke/unhealthy',
      message: 'the health check calls curl, which the image lacks',
      next: ['install curl'],
      exit: 1,
      output: 'sh: curl: not found',
    },
  }),
  { type: 'warning', at, key: key('scan'), text: 'the database is 4 days old' },
  finish('scan', 'passed'),
  finish('sign', 'cancelled', { reason: 'api/smoke failed', durationMs: 0 }),
  ended(true),
];
