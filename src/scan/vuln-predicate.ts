import { vulnPredicate, type VulnPredicate } from '../evidence/vuln-predicate.js';
import { type DatabaseFacts } from './database/database-facts.js';
import { type TrivyReport } from './report.js';

/** Who asked for the scan; empty texts where nothing is known. */
export interface ScanInvocation {
  /** The run's page, e.g. `https://github.com/acme/api/actions/runs/1/attempts/1`. */
  readonly uri: string;
  /** Run id. */
  readonly eventId: string;
  readonly builderId: string;
}

/**
 * The attested form of a scan. Trivy's own `cosign-vuln` output leaves invocation and database empty, so two scans with
 * different databases would look the same; here they are filled in from what was really used.
 */
export function scanPredicate(scan: {
  readonly report: TrivyReport;
  readonly scannerVersion: string;
  readonly database: DatabaseFacts;
  readonly invocation: ScanInvocation;
  /** The options that shaped the scan. */
  readonly parameters: readonly string[];
  /** RFC 3339 in UTC. */
  readonly startedOn: string;
  readonly finishedOn: string;
}): VulnPredicate {
  const { invocation, database, scannerVersion } = scan;
  const predicate = vulnPredicate({
    scanner: `pkg:github/aquasecurity/trivy@${scannerVersion}`,
    scannerVersion,
    database: { uri: database.source, version: database.version },
    result: scan.report,
    startedOn: new Date(scan.startedOn),
    finishedOn: new Date(scan.finishedOn),
    parameters: scan.parameters,
    builderId: invocation.builderId,
  });
  return {
    ...predicate,
    invocation: { ...predicate.invocation, uri: invocation.uri, event_id: invocation.eventId },
  };
}
