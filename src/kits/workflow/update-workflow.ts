import { parseDocument } from 'yaml';
import semver from 'semver';
import { ACTION_PINS } from './action-pins.js';
import { type ActionUse, actionUses, isCommit } from './action-use.js';
import { readWorkflow } from './read-workflow.js';

/** A `uses` that was, or would be, moved. */
export interface MovedUse {
  /** Counts from 1. */
  readonly line: number;
  readonly action: string;
  /** The version or ref before. */
  readonly from: string;
  readonly to: string;
  readonly sha: string;
}

/** A `uses` that stays, and why. */
export interface LeftUse {
  readonly line: number;
  readonly action: string;
  readonly ref: string;
  readonly why: string;
}

export interface WorkflowUpdate {
  readonly text: string;
  readonly moved: readonly MovedUse[];
  /** Those that are not at the pin's version and stay all the same. */
  readonly left: readonly LeftUse[];
}

/**
 * Moves every action that acgs knows to its pin: commit and comment together, forward only. A branch is no version, so it is
 * moved too. A file that is no YAML stays as it is.
 */
export function updateWorkflow(text: string): WorkflowUpdate {
  const document = parseDocument(text);
  if (document.errors.length > 0) return { text, moved: [], left: [] };
  const moved: MovedUse[] = [];
  const left: LeftUse[] = [];
  let updated = text;
  const uses = actionUses(readWorkflow(document, text)).sort((a, b) => b.start - a.start);
  for (const use of uses) {
    const { repository, path, ref, version, start } = use;
    const line = text.slice(0, start).split('\n').length;
    const action = `${repository}${path}`;
    const why = reasonToStay(use);
    if (why === 'current') continue;
    const pin = ACTION_PINS[repository];
    if (why !== undefined || pin === undefined) {
      left.push({ line, action, ref, why: why ?? '' });
      continue;
    }
    moved.push({ line, action, from: version ?? ref, to: pin.version, sha: pin.sha });
    updated = `${updated.slice(0, start)}${action}@${pin.sha} # ${commentOf(use, pin.version)}${updated.slice(use.lineEnd)}`;
  }
  return { text: updated, moved: moved.reverse(), left: left.reverse() };
}

/** `current` where nothing is to be done, a reason where it must not be done, nothing where the use is to be moved. */
function reasonToStay({ repository, ref, version }: ActionUse): string | undefined {
  const pin = ACTION_PINS[repository];
  if (pin === undefined) return 'acgs knows no commit of it';
  if (ref === pin.sha) return version === pin.version ? 'current' : undefined;
  if (isCommit(ref) && version === undefined) return 'no comment says which version it is';
  const named = semver.coerce(isCommit(ref) ? version : ref);
  if (named !== null && /^v?\d/.test(isCommit(ref) ? (version ?? '') : ref) && semver.gt(named, pin.version))
    return `newer than ${pin.version}, which acgs knows`;
  return undefined;
}

/** The comment with its version replaced; other words stay. */
function commentOf({ comment, version }: ActionUse, to: string): string {
  if (version !== undefined) return comment.replace(version, () => to);
  return comment === '' ? to : `${to} ${comment}`;
}
