import { type Span } from './span.js';

/**
 * One instruction's text as the builder sees it: physical lines joined, with continuation characters, comments and
 * empty lines taken out. It remembers where each piece came from.
 */
export class LogicalText {
  readonly text: string;
  readonly #at: readonly number[];
  readonly #from: readonly number[];
  readonly #source: string;

  /** @param pieces spans of `source` in order; their concatenation is the logical text. */
  constructor(source: string, pieces: readonly Span[]) {
    const at: number[] = [];
    const from: number[] = [];
    let text = '';
    for (const piece of pieces) {
      at.push(text.length);
      from.push(piece.start);
      text += source.slice(piece.start, piece.end);
    }
    this.text = text;
    this.#source = source;
    this.#at = at;
    this.#from = from;
  }

  /** Source offset of the character at a logical offset. */
  toSource(offset: number): number {
    let low = 0;
    let high = this.#at.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#at[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return (this.#from[low] ?? 0) + offset - (this.#at[low] ?? 0);
  }

  /** A range as a text of its own, followed by further spans of the source (here-document bodies). */
  slice(start: number, end: number, further: readonly Span[] = []): LogicalText {
    const pieces: Span[] = [];
    for (let index = 0; index < this.#at.length; index++) {
      const from = Math.max(this.#at[index] ?? 0, start);
      const to = Math.min(this.#at[index + 1] ?? this.text.length, end);
      if (from >= to) continue;
      const offset = (this.#from[index] ?? 0) - (this.#at[index] ?? 0);
      pieces.push({ start: from + offset, end: to + offset });
    }
    return new LogicalText(this.#source, [...pieces, ...further]);
  }

  /** Source span of a logical range; an end is that of the last character, so it never runs over a continuation. */
  spanOf(start: number, end: number): Span {
    const from = this.toSource(start);
    return { start: from, end: end > start ? this.toSource(end - 1) + 1 : from };
  }
}
