import { dirname, resolve } from 'node:path';
import { ZodError } from 'zod';
import { AcgsError } from '../model/errors.js';
import { type ReleaseReport } from '../model/release-report.js';
import { thawRelease } from '../pipeline/frozen-release.js';
import { type JournalRecord } from '../pipeline/journal-lines.js';
import { recordOf } from '../pipeline/record-of.js';
import { releaseFacts } from '../pipeline/release-facts.js';
import { buildReport } from '../pipeline/report.js';
import { readJournal } from '../pipeline/run-folder.js';

/** A past run's report, and the folder of its results. */
export interface PastReport {
  readonly report: ReleaseReport;
  /** Relative to the project. */
  readonly output: string;
}

/** The journal of a run of this project, by default the last. @throws AcgsError `run/not-found`, `run/damaged` */
export async function pastJournal(
  run: string | undefined,
  configFile: string | undefined,
): Promise<JournalRecord> {
  const root = configFile === undefined ? process.cwd() : dirname(resolve(configFile));
  return await readJournal(root, run);
}

/** The report of a run, made anew from its journal. @throws AcgsError `run/not-found`, `run/damaged` */
export async function pastReport(
  run: string | undefined,
  configFile: string | undefined,
): Promise<PastReport> {
  const journal = await pastJournal(run, configFile);
  const { frozen, runId } = journal.header;
  try {
    const record = recordOf(journal);
    return { report: buildReport(record, releaseFacts(frozen, record)), output: thawRelease(frozen).output };
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    throw new AcgsError(
      'run/damaged',
      `the journal of run ${runId} was not written by this version of acgs`,
      {
        cause: error,
      },
    );
  }
}
