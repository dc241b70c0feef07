/** How Trivy is to be used; the same for every image of a run. Times in milliseconds, paths absolute. */
export interface TrivyOptions {
  /** Trivy's own cache, which holds the database for all runs; default as Trivy: TRIVY_CACHE_DIR, else XDG's cache folder. */
  readonly cacheDir?: string;
  /** Tried in order; empty: TRIVY_DB_REPOSITORY, else Trivy's own list. */
  readonly dbRepositories?: readonly string[];
  readonly javaDbRepositories?: readonly string[];
  /** URL of a Trivy server that holds the database; default TRIVY_SERVER. */
  readonly server?: string;
  /** A database older than this is refused. */
  readonly maxDbAgeMs: number;
  /** VEX documents. */
  readonly vex?: readonly string[];
  /** Paths in the image that are left out. */
  readonly skipFiles?: readonly string[];
  readonly skipDirs?: readonly string[];
  /** How many it may keep busy; default: the machine's. */
  readonly cores?: number;
  /** For one Trivy call; default 15 minutes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** What Trivy says while it works, redacted, for the step's log. */
  readonly onLine?: (line: string) => void;
}
