import { type JobResult } from '../../bench/github/run-job.js';

/** What the steps of every job printed, for a failure to be read. */
export function logsOf(jobs: Readonly<Record<string, JobResult>>): string {
  return Object.entries(jobs)
    .flatMap(([job, { steps }]) => steps.map(({ name, result, log }) => `${job}: ${name}: ${result}\n${log}`))
    .join('\n');
}

/** How each job ended. */
export function resultsOf(jobs: Readonly<Record<string, JobResult>>): Record<string, string> {
  return Object.fromEntries(Object.entries(jobs).map(([name, { result }]) => [name, result]));
}
