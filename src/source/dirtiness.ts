import { join } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { lastLines } from '../system/exec.js';
import { git, records } from './git.js';
import { hiddenChanges } from './hidden-changes.js';
import { isWithin } from './paths.js';
import { type GitSource } from './read-source.js';

export interface DirtinessOptions {
  /** Absolute build contexts of the services released, named ones too: an untracked file counts only in these. */
  readonly contexts: readonly string[];
  /** Absolute files and folders that never count: key pair, output, `.acgs`. */
  readonly exempt: readonly string[];
  /** Absolute; exempt only while it is untracked (`acgs init` has just written it). */
  readonly configurationFile?: string;
}

export interface Dirtiness {
  readonly dirty: boolean;
  /** Changed tracked files, then untracked files of a context; relative to the work tree, `/` between folders. */
  readonly changed: readonly string[];
  readonly untracked: readonly string[];
}

/**
 * Whether what would be released is what HEAD says. Git-ignored files never count; files hidden
 * from `git status` do.
 * @throws AcgsError `tool/failed` when git cannot tell
 */
export async function dirtinessOf(source: GitSource, options: DirtinessOptions): Promise<Dirtiness> {
  const status = await git(source.root, [
    'status',
    '--porcelain=v2',
    '-z',
    '--no-renames',
    '--no-ahead-behind',
    '--untracked-files=all',
    '--ignore-submodules=none',
  ]);
  if (status.exitCode !== 0)
    throw new AcgsError('tool/failed', `git status failed: ${lastLines(status.stderr, 1)}`);
  const exempt = (path: string): boolean =>
    options.exempt.some((other) => isWithin(other, join(source.root, path)));
  const inContext = (path: string): boolean =>
    options.contexts.some(
      (context) => isWithin(context, join(source.root, path)) || isWithin(join(source.root, path), context),
    );
  const changed = (await hiddenChanges(source.root)).filter((path) => !exempt(path));
  const untracked: string[] = [];
  for (const record of records(status.stdout)) {
    const { path, kind } = entryOf(record);
    if (exempt(path)) continue;
    if (kind === 'changed') changed.push(path);
    else if (inContext(path) && join(source.root, path) !== options.configurationFile) untracked.push(path);
  }
  changed.sort();
  return { dirty: changed.length + untracked.length > 0, changed, untracked };
}

/** Fields before the path, by the first letter of a record (git-status, "Porcelain Format Version 2"). */
const FIELDS: Readonly<Record<string, number>> = { '1': 8, u: 10, '?': 1 };

function entryOf(record: string): { path: string; kind: 'changed' | 'untracked' } {
  const count = FIELDS[record.charAt(0)];
  if (count === undefined)
    throw new AcgsError('tool/failed', `git status said something unknown: ${record.slice(0, 80)}`);
  const fields = record.split(' ');
  const path = fields.slice(count).join(' ').replace(/\/$/, '');
  // A submodule in which nothing but untracked files is new: `S..U`.
  return { path, kind: record.startsWith('?') || fields[2] === 'S..U' ? 'untracked' : 'changed' };
}
