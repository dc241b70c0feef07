import { parse, stringify } from 'yaml';

/** Task 1.1.2 of the plan is a list of steps; here they are a job's. */
export function asWorkflow(steps: string): string {
  const job = { 'runs-on': 'ubuntu-24.04', steps: parse(steps) as unknown };
  return stringify({ name: 'security-scan', on: 'push', jobs: { scan: job } });
}
