/** cosign's vulnerability predicate (cosign, specs/COSIGN_VULN_ATTESTATION_SPEC.md). */
export interface VulnPredicate {
  readonly invocation: {
    readonly parameters: readonly string[] | null;
    readonly uri: string;
    readonly event_id: string;
    readonly 'builder.id': string;
  };
  readonly scanner: {
    readonly uri: string;
    readonly version: string;
    readonly db: { readonly uri: string; readonly version: string };
    /** The scanner's own report. */
    readonly result: unknown;
  };
  readonly metadata: { readonly scanStartedOn: string; readonly scanFinishedOn: string };
}

export interface VulnFacts {
  /** URI of the scanner, e.g. `pkg:github/aquasecurity/trivy@0.76.0`. */
  readonly scanner: string;
  readonly scannerVersion: string;
  /** Where the database came from, and which one: its version and the time it was made. */
  readonly database: { readonly uri: string; readonly version: string };
  readonly result: unknown;
  readonly startedOn: Date;
  readonly finishedOn: Date;
  readonly parameters?: readonly string[];
  readonly builderId?: string;
}

/** Builds the predicate with all its fields filled in; times in RFC 3339 UTC. */
export function vulnPredicate(facts: VulnFacts): VulnPredicate {
  return {
    invocation: {
      parameters: facts.parameters ?? null,
      uri: '',
      event_id: '',
      'builder.id': facts.builderId ?? '',
    },
    scanner: {
      uri: facts.scanner,
      version: facts.scannerVersion,
      db: facts.database,
      result: facts.result,
    },
    metadata: {
      scanStartedOn: rfc3339(facts.startedOn),
      scanFinishedOn: rfc3339(facts.finishedOn),
    },
  };
}

function rfc3339(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
