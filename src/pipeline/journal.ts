import { join } from 'node:path';
import { appendDurably } from '../system/files.js';
import { hide } from '../system/redaction.js';
import { type JournalLine } from './journal-lines.js';
import { runFolder } from './run-folder.js';

/** Takes the lines of one run, in the order given. */
export interface Journal {
  /** Resolves when the line is on disk. */
  append(line: JournalLine): Promise<void>;
}

/** Of a run that must leave no trace: `--plan`, `--dry-run`. */
export const noJournal: Journal = { append: () => Promise.resolve() };

/** The journal file of a run. After one failed write it takes no more: a line must not follow a torn one. */
export class JournalFile implements Journal {
  private last: Promise<void> = Promise.resolve();
  private readonly path: string;

  constructor(root: string, runId: string) {
    this.path = join(root, runFolder(runId), 'journal.jsonl');
  }

  append(line: JournalLine): Promise<void> {
    this.last = this.last.then(() => appendDurably(this.path, `${JSON.stringify(line, hidden)}\n`));
    // Whoever awaits the append sees the failure; the chain itself must not count as unhandled.
    this.last.catch(() => undefined);
    return this.last;
  }
}

/** Fields that hold words of the journal's own. */
const OWN_WORDS = new Set(['type', 'status', 'action', 'step', 'service', 'platform', 'runId', 'at']);

/** Outputs and configuration hold no secrets by design; this is the net below. */
function hidden(field: string, value: unknown): unknown {
  return typeof value === 'string' && !OWN_WORDS.has(field) ? hide(value) : value;
}
