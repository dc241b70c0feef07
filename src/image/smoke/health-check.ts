import { isObject } from '../../registry/bounded-json.js';

/** HEALTHCHECK of an image config (moby image-spec, `Healthcheck`); times in milliseconds. */
export interface HealthCheck {
  readonly test: readonly string[];
  readonly intervalMs: number;
  readonly startPeriodMs: number;
  readonly retries: number;
}

const NANOSECONDS = 1e6;
const LEAST_PATIENCE_MS = 5_000;

/** The HEALTHCHECK of an image config document, or nothing (also for `HEALTHCHECK NONE`). */
export function healthCheckOf(config: unknown): HealthCheck | undefined {
  const inner = isObject(config) ? config['config'] : undefined;
  const check = isObject(inner) ? inner['Healthcheck'] : undefined;
  if (!isObject(check) || !Array.isArray(check['Test'])) return undefined;
  const test = check['Test'].filter((word): word is string => typeof word === 'string');
  if (test.length === 0 || test[0] === 'NONE') return undefined;
  // Docker's defaults stand where the image says nothing (moby, daemon/health.go).
  const number = (name: string, standard: number): number => {
    const value = check[name];
    return typeof value === 'number' && value > 0 ? value : standard;
  };
  return {
    test,
    intervalMs: number('Interval', 30_000 * NANOSECONDS) / NANOSECONDS,
    startPeriodMs: number('StartPeriod', 0) / NANOSECONDS,
    retries: number('Retries', 3),
  };
}

/**
 * How long to wait for the first success: as long as production would before it calls the container unhealthy,
 * but never past the time limit.
 */
export function patienceMs(check: HealthCheck, timeoutMs: number): number {
  const production = check.startPeriodMs + check.retries * check.intervalMs;
  return Math.min(timeoutMs, Math.max(LEAST_PATIENCE_MS, production));
}
