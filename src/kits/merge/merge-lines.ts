import { diff3Merge } from 'node-diff3';

/** A stretch of lines that both sides changed, each in its own way. */
export interface LineConflict {
  /** Number of its first line in ours, from 1. */
  readonly line: number;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

export interface MergedLines {
  /** Both sides' changes; where they meet, both between markers as git writes them (diff3 style). */
  readonly text: string;
  readonly conflicts: readonly LineConflict[];
}

/** Merges three versions of a text by line. */
export function mergeLines(base: string, ours: string, theirs: string): MergedLines {
  const conflicts: LineConflict[] = [];
  const regions = diff3Merge(lines(ours), lines(base), lines(theirs), { excludeFalseConflicts: true });
  const text = regions.map(({ ok, conflict }) => {
    if (conflict === undefined) return (ok ?? []).join('');
    const [a, o, b] = [conflict.a, conflict.o, conflict.b].map((part) => part.join(''));
    conflicts.push({ line: conflict.aIndex + 1, base: o ?? '', ours: a ?? '', theirs: b ?? '' });
    return `<<<<<<< yours\n${whole(a)}||||||| base\n${whole(o)}=======\n${whole(b)}>>>>>>> kit\n`;
  });
  return { text: text.join(''), conflicts };
}

/** Lines with their line breaks; the last one may have none. */
function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function whole(text = ''): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
