import { type Paint } from '../run/paint.js';

interface Updated {
  readonly file: string;
  readonly moved: readonly {
    readonly line: number;
    readonly action: string;
    readonly from: string;
    readonly to: string;
  }[];
  readonly left: readonly {
    readonly line: number;
    readonly action: string;
    readonly ref: string;
    readonly why: string;
  }[];
}

/** What was moved and what was not, one line each. */
export function formatUpdate(files: readonly Updated[], pins: string, paint: Paint): string {
  const lines = files.flatMap(({ file, moved, left }) => [
    ...moved.map(({ line, action, from, to }) => `${file}:${line} ${action} ${from} → ${paint('green', to)}`),
    ...left.map(
      ({ line, action, ref, why }) => `${file}:${line} ${action}@${ref} ${paint('yellow', `stays: ${why}`)}`,
    ),
  ]);
  if (lines.length === 0) lines.push('Every action is at the commit that acgs knows.');
  return [...lines, `Commits as of ${pins}.`].join('\n');
}
