/** One line of `.trivyignore`, or one entry under `vulnerabilities:` of `.trivyignore.yaml`. */
export interface IgnoreEntry {
  readonly id: string;
  /** Globs over the package's path or Trivy's target; empty: everywhere. */
  readonly paths: readonly string[];
  /** Package URLs; what one leaves out (version, qualifiers) matches anything; empty: every package. */
  readonly purls: readonly string[];
  /** First instant at which it no longer counts: a date means its midnight in UTC, as in Trivy. */
  readonly expiresAt: Date | undefined;
  readonly statement: string;
  /** Line in the file, from 1. */
  readonly line: number;
}

/** The ignore file as read. */
export interface IgnoreFile {
  /** As named on the command line or in the configuration; for messages. */
  readonly name: string;
  readonly entries: readonly IgnoreEntry[];
  /** What was in the file but says nothing to anybody, one sentence each. */
  readonly oddities: readonly string[];
}

/** No ignore file. */
export const NO_IGNORES: IgnoreFile = { name: '.trivyignore.yaml', entries: [], oddities: [] };
