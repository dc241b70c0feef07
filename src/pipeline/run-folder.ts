import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { STATE_IGNORE } from '../model/state-ignore.js';
import { entriesOf, exists, makeDirectory, readText, remove, writeFileAtomic } from '../system/files.js';
import { type JournalRecord, parseJournal } from './journal-lines.js';

/** Runs kept; older ones are removed when a new one begins. */
const RUNS_KEPT = 20;

const RUN_ID = /^\d{8}T\d{9}Z-[0-9a-f]{4}$/;

/** `.acgs` under the project. */
export function stateFolder(root: string): string {
  return join(root, '.acgs');
}

/** `.acgs/runs/<id>`, relative to the project: as events, journal and report name files. */
export function runFolder(runId: string): string {
  return `.acgs/runs/${runId}`;
}

/** Names a run: sortable by time, later than `last` even when the clock went back. */
export function newRunId(at: Date, last?: string): string {
  const stampOf = (date: Date): string => date.toISOString().replaceAll(/[-:.]/g, '');
  const lastStamp = last?.slice(0, last.indexOf('-'));
  let stamp = stampOf(at);
  if (lastStamp !== undefined && stamp <= lastStamp) stamp = stampOf(new Date(timeOf(lastStamp) + 1));
  return `${stamp}-${randomBytes(2).toString('hex')}`;
}

function timeOf(stamp: string): number {
  const [, date, hour, minute, second, ms] = /^(\d{8})T(\d{2})(\d{2})(\d{2})(\d{3})Z$/.exec(stamp) ?? [];
  const day = `${date?.slice(0, 4)}-${date?.slice(4, 6)}-${date?.slice(6)}`;
  return Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`);
}

/** Ids of the runs on disk, oldest first. */
export async function runIds(root: string): Promise<readonly string[]> {
  const runs = join(stateFolder(root), 'runs');
  if (!(await exists(runs))) return [];
  const entries = await entriesOf(runs);
  return entries.filter((entry) => entry.isDirectory() && RUN_ID.test(entry.name)).map(({ name }) => name);
}

/** Makes the folder of a new run, and `.acgs/.gitignore` where there is none; removes runs beyond the last 20. */
export async function makeRunFolder(
  root: string,
  runId: string,
  keep: readonly string[] = [],
): Promise<void> {
  const state = stateFolder(root);
  await makeDirectory(join(root, runFolder(runId), 'steps'));
  const ignore = join(state, '.gitignore');
  if (!(await exists(ignore))) await writeFileAtomic(ignore, STATE_IGNORE);
  const old = (await runIds(root)).slice(0, -RUNS_KEPT).filter((id) => !keep.includes(id));
  for (const id of old) await remove(join(state, 'runs', id));
}

/**
 * Reads the journal of one run, by default the last that has one.
 * @throws AcgsError `run/not-found`, `run/damaged`
 */
export async function readJournal(root: string, runId?: string): Promise<JournalRecord> {
  const ids = await runIds(root);
  const candidates = runId === undefined ? ids.toReversed() : ids.filter((id) => id === runId);
  for (const id of candidates) {
    const path = `${runFolder(id)}/journal.jsonl`;
    if (await exists(join(root, path))) return parseJournal(await readText(join(root, path)), path);
  }
  throw new AcgsError(
    'run/not-found',
    runId === undefined ? 'no run of acgs was found here' : `there is no run "${runId.slice(0, 60)}" here`,
    { next: ids.length === 0 ? ['start one with `acgs release`'] : [`the last one is ${ids.at(-1)}`] },
  );
}
