import { digestOf } from '../model/digest.js';
import { type Conflict, type FileAction, type FilePlan, type FileState } from './file-plan.js';
import { splitHeader } from './header.js';
import { type LockEntry } from './lock.js';
import { adoptText, mergeText, type Merged } from './merge/merge-text.js';
import { type RenderedFile } from './rendered-file.js';

/** What is known of a file before it is decided upon. */
export interface FileFacts {
  readonly rendered: RenderedFile;
  /** The kit that renders, and the digest of its answers. */
  readonly kit: { readonly name: string; readonly version: string; readonly answers: string };
  readonly locked: LockEntry | undefined;
  /** Text on disk. */
  readonly current: string | undefined;
  /** Text of `locked.base`; asked for only where it is needed. @throws AcgsError `kit/lock` where it cannot be had */
  readonly baseOf: (entry: LockEntry) => string;
  /** What a conflict becomes: a refusal, or text with both sides between markers. */
  readonly conflict: 'refuse' | 'inline';
}

/** The facts, and the digest of the rendered text, which is most often that of the current one. */
interface Judged extends FileFacts {
  readonly digest: string;
}

function digestIn({ rendered, digest }: Judged, text: string): string {
  return text === rendered.text ? digest : digestOf(text);
}

/** Decides what becomes of a file that the kit renders: the same facts, the same plan. */
export function planFile(given: FileFacts): FilePlan {
  const facts = { ...given, digest: digestOf(given.rendered.text) };
  const { rendered, locked, current } = facts;
  if (locked === undefined)
    return current === undefined ? plan(facts, 'new', 'create', rendered.text) : adopt(facts, current);
  if (rendered.mode === 'seed') return keepSeed(facts, locked);
  if (current === undefined) return plan(facts, 'deleted', 'restore', rendered.text);
  if (digestIn(facts, current) === locked.base)
    return current === rendered.text
      ? plan(facts, 'unchanged', 'keep', current)
      : plan(facts, 'unchanged', 'update', rendered.text);
  return rendered.mode === 'managed' ? planDrift(facts, current) : planMerge(facts, locked, current);
}

/** A file that is there and in no lock: of what is not ours nothing is overwritten. */
function adopt(facts: Judged, current: string): FilePlan {
  const { rendered } = facts;
  if (rendered.mode === 'seed') return plan(facts, 'new', 'adopt', current);
  if (splitHeader(current).body === splitHeader(rendered.text).body)
    return plan(facts, 'new', 'adopt', rendered.text);
  if (rendered.mode === 'merge')
    return settle(facts, 'new', 'adopt', adoptText(current, rendered.text, rendered.format));
  return refuse(facts, 'new', 'it is there already, and another');
}

/** Written once: whatever became of it is the user's. */
function keepSeed(facts: Judged, locked: LockEntry): FilePlan {
  const { current } = facts;
  const state =
    current === undefined ? 'deleted' : digestIn(facts, current) === locked.base ? 'unchanged' : 'edited';
  const kept = plan(facts, state, 'keep', current);
  return { ...kept, entry: kept.entry && { ...kept.entry, base: locked.base } };
}

function planDrift(facts: Judged, current: string): FilePlan {
  const { rendered } = facts;
  return current === rendered.text
    ? plan(facts, 'drift', 'keep', current)
    : refuse(facts, 'drift', 'a managed file was edited');
}

function planMerge(facts: Judged, locked: LockEntry, current: string): FilePlan {
  const { rendered, baseOf } = facts;
  if (digestIn(facts, rendered.text) === locked.base || current === rendered.text)
    return plan(facts, 'edited', 'keep', current);
  const merged = mergeText(baseOf(locked), current, rendered.text, rendered.format);
  return settle(facts, 'edited', 'merge', merged);
}

function settle(facts: Judged, state: FileState, action: 'adopt' | 'merge', merged: Merged): FilePlan {
  if (merged.conflicts.length === 0)
    return plan(facts, state, merged.text === facts.current ? 'keep' : action, merged.text);
  if (facts.conflict === 'inline') return plan(facts, state, action, merged.marked(), merged.conflicts);
  return plan(facts, state, 'refuse', facts.rendered.text, merged.conflicts);
}

/** Of a managed file, or one that is not ours, no merge is made, asked for or not. */
function refuse(facts: Judged, state: FileState, where: string): FilePlan {
  const conflict: Conflict = { where, base: undefined, yours: undefined, kits: undefined };
  return plan(facts, state, 'refuse', facts.rendered.text, [conflict]);
}

function plan(
  facts: Judged,
  state: FileState,
  action: FileAction,
  after: string | undefined,
  conflicts: readonly Conflict[] = [],
): FilePlan {
  const { rendered, kit, current } = facts;
  const { path, mode, text, executable, format } = rendered;
  return {
    path,
    kit: kit.name,
    mode,
    state,
    action,
    before: current,
    after,
    conflicts,
    entry: { kit: kit.name, version: kit.version, answers: kit.answers, base: digestIn(facts, text), mode },
    base: mode === 'seed' ? undefined : text,
    executable,
    format,
  };
}

/** A file of the lock that the kit renders no longer: it goes, unless somebody made it theirs. */
export function planLeftover(path: string, locked: LockEntry, current: string | undefined): FilePlan {
  const untouched = current !== undefined && digestOf(current) === locked.base && locked.mode !== 'seed';
  return {
    path,
    kit: locked.kit,
    mode: locked.mode,
    state: current === undefined ? 'deleted' : untouched ? 'unchanged' : 'edited',
    action: untouched ? 'remove' : 'release',
    before: current,
    after: untouched ? undefined : current,
    conflicts: [],
    entry: undefined,
    base: undefined,
    executable: false,
    format: undefined,
  };
}
