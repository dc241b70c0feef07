/** One physical line. */
export interface Line {
  /** Without the line break (`\n`, or `\r\n`). */
  readonly content: string;
  readonly contentEnd: number;
  /** Offset of the next line. */
  readonly next: number;
}

/** Reads the line that starts at an offset. As in BuildKit only `\n` ends it, and all `\r` before it belong to the break. */
export function readLine(text: string, start: number): Line {
  const feed = text.indexOf('\n', start);
  const next = feed === -1 ? text.length : feed + 1;
  let contentEnd = feed === -1 ? text.length : feed;
  while (contentEnd > start && text[contentEnd - 1] === '\r') contentEnd--;
  return { content: text.slice(start, contentEnd), contentEnd, next };
}
