import { createHash } from 'node:crypto';
import { type LintedFile, type ReportedFinding } from './lint-report.js';

/**
 * A name for each finding that survives changes elsewhere in the file: rule, file, the text of the line, and its number
 * among equal ones. Hexadecimal SHA-256.
 */
export function fingerprints(file: LintedFile): Map<ReportedFinding, string> {
  const lines = file.text.split('\n');
  const seen = new Map<string, number>();
  const result = new Map<ReportedFinding, string>();
  for (const finding of file.findings) {
    const key = JSON.stringify([
      finding.code,
      file.file,
      (lines[finding.line - 1] ?? '').trim().replace(/\s+/g, ' '),
    ]);
    const number = seen.get(key) ?? 0;
    seen.set(key, number + 1);
    result.set(finding, createHash('sha256').update(`${key}${number}`).digest('hex'));
  }
  return result;
}
