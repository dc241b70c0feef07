import { type ScanFinding } from '../scan-finding.js';
import { type IgnoreEntry, type IgnoreFile } from './ignore-entry.js';
import { isExpired, matchIgnore } from './match-ignores.js';

/** Something to know about an entry of the ignore file. */
export interface IgnoreNotice {
  readonly kind: 'expired' | 'expires-soon' | 'unused' | 'without-statement';
  readonly id: string;
  /** Line in the ignore file. */
  readonly line: number;
  readonly message: string;
}

export interface IgnoreJudgement {
  readonly today: Date;
  /** Entries that expire within this time are "soon", milliseconds. */
  readonly soonMs: number;
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

/**
 * What Trivy never says of an ignore file: entries that have expired (their findings are open again), soon will, match
 * nothing, or give no reason. Findings must be those of all platforms, or an entry for one looks unused.
 */
export function judgeIgnores(
  file: IgnoreFile,
  findings: readonly ScanFinding[],
  { today, soonMs }: IgnoreJudgement,
): IgnoreNotice[] {
  return file.entries.flatMap((entry) => {
    const notices: IgnoreNotice[] = [];
    const notice = (kind: IgnoreNotice['kind'], message: string): void => {
      notices.push({
        kind,
        id: entry.id,
        line: entry.line,
        message: `${file.name}:${entry.line}: ${message}`,
      });
    };
    const covered = findings.filter((finding) => matchIgnore(entry, finding) === 'covers').length;
    if (isExpired(entry, today))
      notice(
        'expired',
        `${entry.id} expired on ${day(entry.expiresAt ?? today)}: ${covered === 0 ? 'nothing is affected, remove it' : `its findings count again (${covered})`}`,
      );
    else if (covered === 0) notice('unused', `${entry.id} matches nothing${whyUnused(entry, findings)}`);
    else if (entry.expiresAt !== undefined && entry.expiresAt.getTime() - today.getTime() <= soonMs)
      notice('expires-soon', `${entry.id} expires on ${day(entry.expiresAt)}`);
    if (entry.statement === '')
      notice('without-statement', `${entry.id} gives no statement why it is ignored`);
    return notices;
  });
}

/** The usual trap: the id is there, but a qualifier such as `distro=debian-12` differs from the package's `debian-12.7`. */
function whyUnused(entry: IgnoreEntry, findings: readonly ScanFinding[]): string {
  const near = findings.find((finding) => finding.id === entry.id);
  if (near === undefined) return '';
  return matchIgnore(entry, near) === 'path'
    ? `: its paths do not match ${near.path ?? near.target}`
    : `: its purls do not match ${near.purl ?? near.package}`;
}
