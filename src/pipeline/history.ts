import { AcgsError } from '../model/errors.js';
import { formatStepKey, type StepKey } from '../model/run-event.js';
import { type JournalEnd, type JournalRecord } from './journal-lines.js';
import { succeeded } from './outcome.js';
import { readJournal, runIds } from './run-folder.js';

/** The last result of a step: its journal entry, or that it never came to an end. */
export interface PastResult {
  readonly runId: string;
  readonly end?: JournalEnd;
}

/** What earlier runs in this folder left in their journals. */
export class History {
  /** @param records the run to trust first, then the others, newest first */
  constructor(private readonly records: readonly JournalRecord[]) {}

  /** The newest result of a step, whatever it was; runs of which the step was no part do not count. */
  lastResult(key: StepKey): PastResult | undefined {
    const name = formatStepKey(key);
    for (const { header, starts, ends } of this.records) {
      const end = ends.findLast((each) => formatStepKey(each.key) === name);
      if (end?.unselected === true) continue;
      const started = starts.some((each) => formatStepKey(each.key) === name);
      if (end !== undefined) return { runId: header.runId, end };
      if (started) return { runId: header.runId };
    }
    return undefined;
  }

  /** The newest success of a step. */
  lastSuccess(key: StepKey): JournalEnd | undefined {
    const name = formatStepKey(key);
    for (const { ends } of this.records) {
      const end = ends.findLast((each) => formatStepKey(each.key) === name);
      if (end !== undefined && succeeded(end.status)) return end;
    }
    return undefined;
  }
}

/**
 * Reads the journals of a folder. A damaged one counts as absent, and `warn` is told: its steps run again, which is
 * safe; only the run that was asked for by name must be whole.
 * @throws AcgsError `run/not-found`, `run/damaged` for `resumed`
 */
export async function readHistory(
  root: string,
  resumed: string | undefined,
  warn: (text: string) => void,
): Promise<History> {
  const records: JournalRecord[] = resumed === undefined ? [] : [await readJournal(root, resumed)];
  for (const id of (await runIds(root)).toReversed()) {
    if (id === resumed) continue;
    try {
      records.push(await readJournal(root, id));
    } catch (error) {
      if (!(error instanceof AcgsError)) throw error;
      // A run that was refused or killed before its first line has a folder and no journal.
      if (error.code !== 'run/not-found') warn(`${error.message}; that run is ignored`);
    }
  }
  return new History(records);
}
