import { AcgsError } from '../model/errors.js';

/** A touch of the outside. `mutates` is false for what only reads. */
export interface Effect {
  readonly kind: 'file' | 'process' | 'http' | 'docker';
  /** What is done, for `--plan`, traces and fault tests: `write dist/…`, `GET https://…`; free of secrets. */
  readonly detail: string;
  readonly mutates: boolean;
}

export interface DoorPolicy {
  /** Refuse every effect that mutates: `--dry-run` and `--plan`. */
  readonly readOnly?: boolean;
  /** Refuse every socket but to loopback: `--offline`. */
  readonly offline?: boolean;
  /** Called for each effect that is let through. */
  readonly observe?: (effect: Effect, number: number) => void;
}

let policy: DoorPolicy = {};
let passed = 0;

/**
 * Sets what the process may do to the outside. One process is one run, so this is process-wide state, kept in this file only.
 * Returns the former policy, for tests to restore.
 */
export function setDoorPolicy(next: DoorPolicy): DoorPolicy {
  const former = policy;
  policy = next;
  return former;
}

/** Whether `--offline` is in force. */
export function isOffline(): boolean {
  return policy.offline === true;
}

/**
 * Every side effect passes here first, numbered, so that dry run, tracing and fault injection are each written once.
 * @throws AcgsError `internal/bug` when something mutates in a read-only run: the caller should have planned instead.
 */
export function passDoor(effect: Effect): void {
  if (!effect.mutates) return policy.observe?.(effect, passed);
  if (policy.readOnly === true)
    throw new AcgsError('internal/bug', `a read-only run tried to act: ${effect.detail}`);
  passed += 1;
  policy.observe?.(effect, passed);
  injectFault(effect, passed);
}

/** Effects that mutated so far. */
export function effectsPassed(): number {
  return passed;
}

/**
 * Fault tests only: `ACGS_TEST_FAULT=fail:K` makes the K-th effect fail, `kill:K` ends the process at it as SIGKILL would,
 * so that a test can walk all K and show that a resumed run reaches the same digest.
 */
function injectFault(effect: Effect, number: number): void {
  const fault = process.env['ACGS_TEST_FAULT'];
  if (fault === undefined) return;
  const [mode, at] = fault.split(':');
  if (Number(at) !== number) return;
  if (mode === 'kill') process.kill(process.pid, 'SIGKILL');
  throw new AcgsError('file/failed', `fault injected at effect ${number}: ${effect.detail}`);
}
