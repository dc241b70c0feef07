import { AcgsError } from '../model/errors.js';
import { nearest } from '../model/nearest.js';
import { formatStepKey, type RunError, type StepStatus } from '../model/run-event.js';
import { concerns } from './instances.js';
import { type JournalRecord } from './journal-lines.js';
import { recordOf } from './record-of.js';

/** What the journal knows of why a step ran, was skipped, or failed: `acgs explain`. */
export interface Explanation {
  readonly step: string;
  readonly title: string;
  readonly runId: string;
  readonly status: StepStatus;
  readonly imported: boolean;
  /** In one sentence. */
  readonly why: string;
  /** Names of the inputs that decide whether it is fresh. */
  readonly inputs: readonly string[];
  /** Steps that it waits for and how they ended. */
  readonly waitedFor: readonly { readonly step: string; readonly status: StepStatus }[];
  readonly durationMs: number;
  readonly error?: RunError;
  readonly log?: string;
}

const MEANING: Readonly<Record<StepStatus, string>> = {
  passed: 'it runs every time',
  fresh: 'nothing that it reads has changed since its last success, and what it made is still there',
  done: 'its destination holds the very result already',
  skipped: 'it was skipped',
  refused: 'it refused',
  failed: 'it failed',
  cancelled: 'it was stopped, or a step it needs did not succeed',
  pending: 'it was never started',
};

/**
 * Explains all instances of `[SERVICE/][PLATFORM/]STEP`.
 * @throws AcgsError `usage/invalid` for a step that the run does not have
 */
export function explain(journal: JournalRecord, wanted: string): readonly Explanation[] {
  const { outcomes, runId } = recordOf(journal);
  const found = outcomes.filter(({ key }) => {
    const service = key.service === undefined ? key.step : `${key.service}/${key.step}`;
    return [formatStepKey(key), service, key.step].includes(wanted);
  });
  if (found.length === 0) {
    const names = [...new Set(outcomes.flatMap(({ key }) => [key.step, formatStepKey(key)]))];
    const guess = nearest(wanted, names);
    throw new AcgsError('usage/invalid', `run ${runId} has no step "${wanted.slice(0, 100)}"`, {
      next: [guess === undefined ? `its steps are: ${names.join(', ')}` : `did you mean ${guess}?`],
    });
  }
  return found.map(({ key, title, status, reason, because, error, log, ...outcome }) => {
    const needs =
      journal.header.plan.find((one) => formatStepKey(one.key) === formatStepKey(key))?.needs ?? [];
    return {
      step: formatStepKey(key),
      title,
      runId,
      status,
      imported: outcome.imported === true,
      why: reason ?? because ?? MEANING[status],
      inputs: Object.keys(outcome.fingerprint ?? {}),
      waitedFor: outcomes
        .filter((other) => needs.includes(other.key.step) && concerns(other.key, key))
        .map((other) => ({ step: formatStepKey(other.key), status: other.status })),
      durationMs: outcome.durationMs,
      ...(error === undefined ? {} : { error }),
      ...(log === undefined ? {} : { log }),
    };
  });
}
