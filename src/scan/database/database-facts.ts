/** Which vulnerability database answered. Plain JSON: it goes into the journal and the evidence. */
export interface DatabaseFacts {
  /** Where it came from: a repository or a server's URL. */
  readonly source: string;
  /** Schema and day of making, e.g. `2/2026-11-22T04:20:35Z`: two databases of one schema are told apart by it. */
  readonly version: string;
  /** RFC 3339 in UTC. */
  readonly updatedAt: string;
}
