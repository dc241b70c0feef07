import { type Edit } from '../fix.js';
import { type Span } from '../parse/span.js';

/** A text after edits, and where its parts went. */
export interface EditedText {
  readonly text: string;
  /** Where a place of the old text lies in the new one; a place inside a replaced part covers all of the replacement. */
  readonly move: (span: Span) => Span;
  /** Where each replacement lies, in the order of the edits given. */
  readonly placed: readonly Span[];
}

/** Replaces spans of a text. The edits must not overlap; their order does not matter. */
export function applyEdits(text: string, edits: readonly Edit[]): EditedText {
  const sorted = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end);
  const placed: Span[] = [];
  let result = '';
  let at = 0;
  for (const { edit, index } of sorted) {
    result += text.slice(at, edit.span.start);
    placed[index] = { start: result.length, end: result.length + edit.text.length };
    result += edit.text;
    at = edit.span.end;
  }
  result += text.slice(at);
  const starts = sorted.map(({ edit }) => edit.span.start);
  const moveOffset = (offset: number, side: 'start' | 'end'): number => {
    // The last edit that begins before the place (for the start of a span: or at it) decides.
    const last = sorted[countBelow(starts, side === 'start' ? offset + 1 : offset) - 1];
    if (!last) return offset;
    const place = placed[last.index] ?? last.edit.span;
    return offset < last.edit.span.end ? place[side] : place.end + offset - last.edit.span.end;
  };
  const move = ({ start, end }: Span): Span => {
    const from = moveOffset(start, 'start');
    return { start: from, end: start === end ? from : Math.max(from, moveOffset(end, 'end')) };
  };
  return { text: result, move, placed };
}

/** How many of some ascending numbers are smaller than a limit. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
