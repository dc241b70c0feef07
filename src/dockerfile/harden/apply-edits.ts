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
  const moveOffset = (offset: number, side: 'start' | 'end'): number => {
    let shift = 0;
    for (const { edit, index } of sorted) {
      const { start, end } = edit.span;
      if (offset < start || (offset === start && side === 'end')) break;
      if (offset < end) return placed[index]?.[side] ?? offset + shift;
      shift += edit.text.length - (end - start);
    }
    return offset + shift;
  };
  const move = ({ start, end }: Span): Span => {
    const from = moveOffset(start, 'start');
    return { start: from, end: start === end ? from : Math.max(from, moveOffset(end, 'end')) };
  };
  return { text: result, move, placed };
}
