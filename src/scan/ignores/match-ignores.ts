import picomatch from 'picomatch';
import { type ScanFinding } from '../scan-finding.js';
import { type IgnoreEntry } from './ignore-entry.js';
import { parsePurl, purlCovers } from './purl.js';

/** Why an entry does not cover a finding of its own id; `covers` if it does; `other` if the ids differ. */
export type IgnoreMatch = 'covers' | 'other' | 'path' | 'purl';

/** Compares one entry with one finding as Trivy does (pkg/result/ignore.go), expiry left aside. */
export function matchIgnore(entry: IgnoreEntry, finding: ScanFinding): IgnoreMatch {
  if (entry.id !== finding.id) return 'other';
  const places = [finding.target, finding.path ?? ''];
  const inPath =
    entry.paths.length === 0 ||
    entry.paths.some((pattern) => {
      const matches = picomatch(pattern, { dot: true });
      return places.some((place) => place !== '' && matches(place));
    });
  if (!inPath) return 'path';
  const actual = finding.purl === undefined ? undefined : parsePurl(finding.purl);
  const isPackage =
    actual === undefined ||
    entry.purls.length === 0 ||
    entry.purls.some((text) => {
      const wanted = parsePurl(text);
      return wanted !== undefined && purlCovers(wanted, actual);
    });
  return isPackage ? 'covers' : 'purl';
}

/** Whether an entry no longer counts. */
export function isExpired(entry: IgnoreEntry, today: Date): boolean {
  return entry.expiresAt !== undefined && entry.expiresAt.getTime() < today.getTime();
}

/** The first entry in force that covers a finding. */
export function coveringEntry(
  entries: readonly IgnoreEntry[],
  finding: ScanFinding,
  today: Date,
): IgnoreEntry | undefined {
  return entries.find((entry) => !isExpired(entry, today) && matchIgnore(entry, finding) === 'covers');
}
