import { visible } from '../../system/redaction.js';
import { type Paint } from '../run/paint.js';

/** What people see of what `--fix` did. */
export interface FixView {
  readonly done: boolean;
  readonly message: string;
  readonly next: readonly string[];
}

/** One line for each thing that was mended, or could not be. */
export function formatFixes(fixes: readonly FixView[], paint: Paint): string {
  return fixes
    .flatMap(({ done, message, next }) => [
      `${done ? paint('green', '✓ fixed') : paint('red', '✗ not fixed')}: ${visible(message)}`,
      ...next.map((step) => `  → ${visible(step)}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}
