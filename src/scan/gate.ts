import { type IgnoreFile } from './ignores/ignore-entry.js';
import { judgeIgnores, type IgnoreNotice } from './ignores/judge-ignores.js';
import { coveringEntry } from './ignores/match-ignores.js';
import { type Origin } from './origin.js';
import { type ScanFinding } from './scan-finding.js';
import { type Severity } from '../model/severity.js';
import { bySeverity, countSeverities, type SeverityCounts } from './severity.js';

/** What the gate is asked. */
export interface GateOptions {
  /** Severities that refuse; an empty list refuses nothing. */
  readonly failOn: readonly Severity[];
  /** Only findings with a fix refuse; the others are listed. */
  readonly ignoreUnfixed: boolean;
  readonly ignores: IgnoreFile;
  /** Expiry is judged against it. */
  readonly today: Date;
  /** Milliseconds before its expiry in which an ignore entry is reported as expiring soon. */
  readonly expiresSoonMs: number;
}

/** A finding as the report lists it (DESIGN, `services[].scan.blocking`). */
export interface GateFinding {
  readonly id: string;
  readonly package: string;
  readonly installed: string;
  readonly fixed: string;
  readonly severity: Severity;
  readonly origin: Origin;
  readonly platform: string;
}

/** A finding that was taken out, and by what. */
export interface SuppressedFinding extends GateFinding {
  readonly by: 'ignore' | 'vex';
  readonly statement: string;
  /** `.trivyignore.yaml:12`, or the VEX document. */
  readonly source: string;
}

export interface GateResult {
  readonly refused: boolean;
  /** One sentence each; empty when it is not refused. */
  readonly reasons: readonly string[];
  /** The worst first. */
  readonly blocking: readonly GateFinding[];
  /** Of a refusing severity, but without a fix: listed, never silent. */
  readonly unfixed: readonly GateFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Distinct findings that are neither ignored nor answered by VEX, over all platforms. */
  readonly counts: SeverityCounts;
  readonly ignoreNotices: readonly IgnoreNotice[];
}

/**
 * Decides over the findings of all platforms of one image. Pure: the same findings, options and day give the same answer,
 * so a gate in another job decides again from `scan.json` what the first one decided.
 */
export function judgeFindings(findings: readonly ScanFinding[], options: GateOptions): GateResult {
  const { failOn, ignoreUnfixed, ignores, today } = options;
  const open: ScanFinding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const entry = coveringEntry(ignores.entries, finding, today);
    if (entry !== undefined)
      suppressed.push({
        ...listed(finding),
        by: 'ignore',
        statement: entry.statement,
        source: `${ignores.name}:${entry.line}`,
      });
    else if (finding.vex !== undefined)
      suppressed.push({
        ...listed(finding),
        by: 'vex',
        statement: finding.vex.statement,
        source: finding.vex.source,
      });
    else open.push(finding);
  }
  const judged = open.filter((finding) => failOn.includes(finding.severity)).sort(worstFirst);
  const blocking = judged.filter((finding) => !ignoreUnfixed || finding.fixed !== '');
  return {
    refused: blocking.length > 0,
    reasons: reasonsOf(blocking),
    blocking: blocking.map(listed),
    unfixed: judged.filter((finding) => finding.fixed === '').map(listed),
    suppressed,
    counts: countSeverities(distinct(open).map((finding) => finding.severity)),
    ignoreNotices: judgeIgnores(ignores, findings, { today, soonMs: options.expiresSoonMs }),
  };
}

function listed(finding: ScanFinding): GateFinding {
  const { id, installed, fixed, severity, origin, platform } = finding;
  return { id, package: finding.package, installed, fixed, severity, origin, platform };
}

function worstFirst(a: ScanFinding, b: ScanFinding): number {
  const key = (finding: ScanFinding): string => {
    const { id, installed, path, platform, fixed, origin } = finding;
    return [id, finding.package, installed, path ?? '', platform, fixed, origin].join('\0');
  };
  return bySeverity(a.severity, b.severity) || (key(a) < key(b) ? -1 : 1);
}

/**
 * The same package on two platforms is one finding to whoever reads the number; where they differ in severity, the worse
 * counts, whatever the order.
 */
function distinct(findings: readonly ScanFinding[]): ScanFinding[] {
  const seen = new Map<string, ScanFinding>();
  for (const finding of [...findings].sort(worstFirst)) {
    const key = [finding.id, finding.package, finding.installed, finding.path ?? ''].join('\0');
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}

function reasonsOf(blocking: readonly ScanFinding[]): string[] {
  return distinct(blocking).map((finding) => {
    const remedy = finding.fixed === '' ? 'no fix yet' : `fixed in ${finding.fixed}`;
    const place = finding.origin === 'base' ? 'base image' : 'application';
    const told = finding.originBasis === 'package-type' ? ', judged by the kind of package' : '';
    return `${finding.severity} ${finding.id} in ${finding.package} ${finding.installed} (${remedy}; ${place}${told})`;
  });
}
