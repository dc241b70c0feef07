import { diffIndices } from 'node-diff3';

/** Lines of one hunk that differ; both ranges count from 0, `end` exclusive. */
interface Change {
  readonly old: readonly [start: number, end: number];
  readonly new: readonly [start: number, end: number];
}

export interface DiffOptions {
  /** Name of the file in the head of the diff, without `a/` and `b/`. */
  readonly path: string;
  /** Unchanged lines around each change; 3 when not given. */
  readonly context?: number;
  /**
   * A remark for the hunk that changes these lines of the new text (counted from 0, `end` exclusive; equal where lines only go).
   * It stands behind `@@`, where `patch` and `git apply` take any text for the name of a section.
   */
  readonly remark?: (start: number, end: number) => string;
}

/** A unified diff (`patch -p1`, `git apply`); empty for equal texts. Only `\n` ends a line, so CRLF is kept. */
export function unifiedDiff(before: string, after: string, options: DiffOptions): string {
  if (before === after) return '';
  const { context = 3, remark, path } = options;
  const [a, b] = [splitLines(before), splitLines(after)];
  const hunks = group(changesOf(a, b), context);
  const lines = [`--- a/${path}\n`, `+++ b/${path}\n`];
  for (const changes of hunks) {
    const [first, last] = [changes[0], changes.at(-1)];
    if (!first || !last) continue;
    const from = Math.max(0, first.old[0] - context);
    const to = Math.min(a.length, last.old[1] + context);
    const newFrom = first.new[0] - (first.old[0] - from);
    const newTo = last.new[1] + (to - last.old[1]);
    const text = [...new Set(changes.map((change) => remark?.(...change.new) ?? ''))].filter(Boolean);
    const section = text.length === 0 ? '' : ` ${text.join('; ').replace(/\s+/g, ' ')}`;
    lines.push(`@@ -${range(from, to)} +${range(newFrom, newTo)} @@${section}\n`);
    let at = from;
    for (const change of changes) {
      lines.push(...marked(' ', a.slice(at, change.old[0])));
      lines.push(...marked('-', a.slice(...change.old)), ...marked('+', b.slice(...change.new)));
      at = change.old[1];
    }
    lines.push(...marked(' ', a.slice(at, to)));
  }
  return lines.join('');
}

/** Lines with their line breaks; the last one may have none. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** What differs. Equal lines at both ends are taken off first: the search in between is quadratic in the worst case. */
function changesOf(a: readonly string[], b: readonly string[]): Change[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  return diffIndices(a.slice(head, a.length - tail), b.slice(head, b.length - tail)).map(
    ({ buffer1, buffer2 }) => ({
      old: [buffer1[0] + head, buffer1[0] + buffer1[1] + head],
      new: [buffer2[0] + head, buffer2[0] + buffer2[1] + head],
    }),
  );
}

/** Changes whose context would meet share a hunk. */
function group(changes: readonly Change[], context: number): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last && change.old[0] - last.old[1] <= 2 * context) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.map((line) =>
    line.endsWith('\n') ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`,
  );
}

/** `start,count` counted from 1; an empty range names the line before it. */
function range(start: number, end: number): string {
  const count = end - start;
  return `${count === 0 ? start : start + 1},${count}`;
}
