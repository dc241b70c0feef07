import { type DatabaseFacts } from './database/database-facts.js';
import { type TrivyReport } from './report.js';

/** Who asked for the scan; empty texts where nothing is known. */
export interface ScanInvocation {
  /** The run's page, e.g. `https://github.com/acme/api/actions/runs/1/attempts/1`. */
  readonly uri: string;
  /** Run id. */
  readonly eventId: string;
  readonly builderId: string;
  /** The options that shaped the scan. */
  readonly parameters: readonly string[];
}

/** cosign's vulnerability predicate (cosign, specs/COSIGN_VULN_ATTESTATION_SPEC.md). */
export interface VulnPredicate {
  readonly invocation: {
    readonly parameters: readonly string[];
    readonly uri: string;
    readonly event_id: string;
    readonly 'builder.id': string;
  };
  readonly scanner: {
    readonly uri: string;
    readonly version: string;
    readonly db: { readonly uri: string; readonly version: string; readonly lastUpdate: string };
    readonly result: TrivyReport;
  };
  readonly metadata: { readonly scanStartedOn: string; readonly scanFinishedOn: string };
}

/**
 * The attested form of a scan. Trivy's own `cosign-vuln` output leaves invocation and database empty, so two scans with
 * different databases would look the same; here they are filled in from what was really used.
 */
export function vulnPredicate(scan: {
  readonly report: TrivyReport;
  readonly scannerVersion: string;
  readonly database: DatabaseFacts;
  readonly invocation: ScanInvocation;
  /** RFC 3339 in UTC. */
  readonly startedOn: string;
  readonly finishedOn: string;
}): VulnPredicate {
  const { invocation, database, scannerVersion } = scan;
  return {
    invocation: {
      parameters: invocation.parameters,
      uri: invocation.uri,
      event_id: invocation.eventId,
      'builder.id': invocation.builderId,
    },
    scanner: {
      uri: `pkg:github/aquasecurity/trivy@${scannerVersion}`,
      version: scannerVersion,
      db: { uri: database.source, version: database.version, lastUpdate: database.updatedAt },
      result: scan.report,
    },
    metadata: { scanStartedOn: scan.startedOn, scanFinishedOn: scan.finishedOn },
  };
}
