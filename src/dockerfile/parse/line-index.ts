/** A place in a file; both count from 1, columns in UTF-16 units (what editors and SARIF count). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** Turns offsets into lines and columns. Only `\n` ends a line, as in BuildKit; a byte order mark has no column. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(readonly text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
    if (text.startsWith(BYTE_ORDER_MARK)) this.#starts[0] = 1;
    this.#length = text.length;
  }

  /** Number of lines; text after the last line break counts, also when it is empty. */
  get count(): number {
    return this.#starts.length;
  }

  /** Line and column of an offset; offsets outside the text are taken to its ends. */
  positionAt(offset: number): Position {
    const at = Math.max(this.#starts[0] ?? 0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 };
  }

  /** Offset of the first character of a line (counted from 1). */
  startOf(line: number): number {
    return this.#starts[line - 1] ?? this.#length;
  }

  /** Text of a line (counted from 1) without its line break. */
  lineText(line: number): string {
    const start = this.startOf(line);
    const next = this.#starts[line];
    return this.text.slice(start, next === undefined ? this.#length : next - 1).replace(/\r$/, '');
  }
}
