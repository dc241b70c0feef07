/** What a check found: everything in it is fit to be shown. */
export interface CheckFacts {
  readonly version?: string;
  readonly detail?: string;
}

/**
 * Something that acgs needs: the runner's preflight and `acgs doctor` probe the same objects. A probe only reads.
 */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** @throws AcgsError that says how to get what is missing */
  probe(signal: AbortSignal): Promise<CheckFacts>;
}
