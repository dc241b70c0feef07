import { SEVERITIES, type Severity } from '../model/severity.js';

/** A severity as Trivy writes it; whatever it does not know is UNKNOWN, as in Trivy itself. */
export function severityOf(text: unknown): Severity {
  return SEVERITIES.find((known) => known === text) ?? 'UNKNOWN';
}

/** Orders findings: the worst first. */
export function bySeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(b) - SEVERITIES.indexOf(a);
}

/** How many findings of each severity. */
export type SeverityCounts = Readonly<Record<Severity, number>>;

/** Counts, with every severity present. */
export function countSeverities(severities: Iterable<Severity>): SeverityCounts {
  const counts: Record<Severity, number> = { UNKNOWN: 0, LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 };
  for (const severity of severities) counts[severity] += 1;
  return counts;
}
