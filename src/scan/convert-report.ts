import { join } from 'node:path';
import { makeTemporaryDirectory, readText, remove, writeFileAtomic } from '../system/files.js';
import { callTrivy } from './call-trivy.js';
import { type IgnoreFile } from './ignores/ignore-entry.js';
import { coveringEntry } from './ignores/match-ignores.js';
import { type TrivyReport, type TrivyResult } from './report.js';
import { findingsOf } from './scan-finding.js';
import { REPORT_LIMIT } from './scan-platform.js';
import { type TrivySession } from './trivy-session.js';

/** What `trivy convert` makes of a report. */
export type ConvertedFormat = 'sarif' | 'cyclonedx' | 'spdx-json' | 'github';

/**
 * Converts a report with `trivy convert`: one scan, many formats, all about the same findings.
 * @throws AcgsError `tool/failed`
 */
export async function convertReport(
  session: TrivySession,
  report: TrivyReport,
  format: ConvertedFormat,
): Promise<string> {
  const folder = await makeTemporaryDirectory('convert-', await session.scratch());
  try {
    const input = join(folder, 'report.json');
    const output = join(folder, 'converted');
    await writeFileAtomic(input, JSON.stringify(report));
    await callTrivy(
      session,
      ['convert', '--quiet', '--format', format, '--ignorefile', '', '--output', output, input],
      { cwd: folder },
    );
    return await readText(output, REPORT_LIMIT);
  } finally {
    await remove(folder);
  }
}

/** The report without what the ignore file covers today: what code scanning should show is what the gate counts. */
export function withoutIgnored(report: TrivyReport, ignores: IgnoreFile, today: Date): TrivyReport {
  const isOpen = (result: TrivyResult): TrivyResult => ({
    ...result,
    Vulnerabilities: (result.Vulnerabilities ?? []).filter((vulnerability) => {
      const [finding] = findingsOf(
        {
          ...report,
          Results: [{ ...result, Vulnerabilities: [vulnerability], ExperimentalModifiedFindings: [] }],
        },
        { platform: '' },
      );
      return finding === undefined || coveringEntry(ignores.entries, finding, today) === undefined;
    }),
  });
  return { ...report, ...(report.Results === undefined ? {} : { Results: report.Results.map(isOpen) }) };
}
