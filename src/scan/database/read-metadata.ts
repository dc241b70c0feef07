import { AcgsError } from '../../model/errors.js';
import { timestamp } from '../../system/clock.js';
import { type DatabaseFacts } from './database-facts.js';

/** Trivy's `metadata.json` beside the database (trivy-db, pkg/metadata/metadata.go). */
export interface DatabaseMetadata {
  readonly schema: number;
  readonly updatedAt: Date;
  readonly nextUpdate: Date | undefined;
  readonly downloadedAt: Date | undefined;
}

/** Go's zero time, which means "never". */
const isRealDate = (date: Date): boolean => !Number.isNaN(date.getTime()) && date.getUTCFullYear() > 1;

/** Reads the metadata, as an object or as text; nothing if it is not what Trivy writes. */
export function readMetadata(value: unknown): DatabaseMetadata | undefined {
  if (typeof value === 'string') {
    try {
      return readMetadata(JSON.parse(value) as object);
    } catch {
      // Cut off or not JSON: for us and for Trivy there is no database then.
      return undefined;
    }
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { Version, UpdatedAt, NextUpdate, DownloadedAt } = value as Record<string, unknown>;
  const date = (text: unknown): Date | undefined => {
    const read = typeof text === 'string' ? new Date(text) : undefined;
    return read !== undefined && isRealDate(read) ? read : undefined;
  };
  const updatedAt = date(UpdatedAt);
  if (typeof Version !== 'number' || updatedAt === undefined) return undefined;
  return { schema: Version, updatedAt, nextUpdate: date(NextUpdate), downloadedAt: date(DownloadedAt) };
}

/** The facts that evidence records. */
export function factsFrom(metadata: DatabaseMetadata, source: string): DatabaseFacts {
  const updatedAt = timestamp(metadata.updatedAt);
  return { source, version: `${metadata.schema}/${updatedAt}`, updatedAt };
}

const DAY_MS = 86_400_000;
/** Clocks differ; a database from further in the future than this is not believed. */
const CLOCK_SKEW_MS = DAY_MS;

/**
 * Refuses a database that is older than allowed, or dated in the future (a clock that is wrong would hide any age).
 * @throws AcgsError `trivy/old-database`
 */
export function assertRecent(metadata: DatabaseMetadata, today: Date, maxAgeMs: number): void {
  const ageMs = today.getTime() - metadata.updatedAt.getTime();
  if (ageMs < -CLOCK_SKEW_MS)
    throw new AcgsError(
      'trivy/old-database',
      `the vulnerability database is dated ${timestamp(metadata.updatedAt)}, which is in the future: its age cannot be told`,
      { next: ['check the clock of this machine', 'download the database anew'] },
    );
  if (ageMs > maxAgeMs)
    throw new AcgsError(
      'trivy/old-database',
      `the vulnerability database is ${(ageMs / DAY_MS).toFixed(1)} days old, at most ${(maxAgeMs / DAY_MS).toFixed(1)} are allowed`,
      {
        next: [
          'let Trivy update it: unset TRIVY_SKIP_DB_UPDATE, drop --offline, or name a mirror with --db-repository',
          'or allow an older one with --max-db-age',
        ],
      },
    );
}
