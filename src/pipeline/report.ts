import { type ReleaseReport, type ServiceReport, type StepReport } from '../model/release-report.js';
import { Outputs } from './outputs.js';
import { type RunRecord, type StepOutcome } from './outcome.js';

/** What the product knows of a service besides how its steps ended: the rest of its report. */
export type ServiceFacts = Omit<ServiceReport, 'name' | 'steps'>;

/** The product's part of a report, from the outputs of its steps; called for each service. */
export interface ReportFacts extends Pick<ReleaseReport, 'signed' | 'source'> {
  service(name: string, outputs: Outputs): ServiceFacts;
}

/** Names of the services of a run, in the order of its plan. */
function servicesOf(record: RunRecord): readonly string[] {
  const names = record.outcomes.flatMap(({ key }) => (key.service === undefined ? [] : [key.service]));
  return [...new Set(names)];
}

/**
 * The report of a run, from its record alone, so that a live run and one read from its journal have the same.
 * Steps of the whole run stand with every service. Pure.
 */
export function buildReport(record: RunRecord, facts: ReportFacts): ReleaseReport {
  const { runId, version, error, startedOn } = record;
  const { signed, source } = facts;
  return {
    schemaVersion: 1,
    runId,
    status: record.mode !== 'run' && record.status === 'passed' ? 'planned' : record.status,
    version,
    ...(error === undefined
      ? {}
      : { error: { code: error.code, message: error.message, next: error.next, exit: error.exit } }),
    signed,
    source,
    services: servicesOf(record).map((name) => ({
      name,
      ...facts.service(name, new Outputs(record, name)),
      steps: record.outcomes
        .filter(({ key }) => key.service === undefined || key.service === name)
        .map(stepReport),
    })),
    tools: Object.fromEntries(
      Object.entries(record.tools).map(([id, { version: of, detail }]) => [id, of ?? detail ?? 'present']),
    ),
    startedOn,
    finishedOn: record.finishedOn ?? startedOn,
  };
}

/** One step as a report shows it; why it ran is a reason too. */
function stepReport({ key, status, reason, because, ...outcome }: StepOutcome): StepReport {
  const { durationMs, log, imported } = outcome;
  return {
    id: key.step,
    ...(key.platform === undefined ? {} : { platform: key.platform }),
    status,
    reason: reason ?? (status === 'passed' ? (because ?? '') : ''),
    durationMs,
    ...(log === undefined ? {} : { log }),
    ...(imported === undefined ? {} : { imported }),
  };
}
