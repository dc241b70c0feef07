/** Replaces the text from `from` up to `to`; equal for an insertion. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Applies edits that do not overlap; those at one place in their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let [out, cursor] = ['', 0];
  for (const edit of [...edits].sort((a, b) => a.from - b.from)) {
    out += text.slice(cursor, Math.max(cursor, edit.from));
    const newLine = edit.text !== '' && out !== '' && edit.from === edit.to && !out.endsWith('\n');
    out += newLine ? `\n${edit.text}` : edit.text;
    cursor = Math.max(cursor, edit.to);
  }
  return out + text.slice(cursor);
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Where the next line begins; a place that is one already stays. */
export function nextLine(text: string, at: number): number {
  if (at > 0 && text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** Lines with another indentation; empty ones stay empty. */
export function reindent(text: string, from: number, to: number): string {
  return text.replaceAll(/^( *)(?=[^\s])/gm, (spaces) => {
    const depth = Math.max(0, spaces.length - from) + to;
    return ' '.repeat(depth);
  });
}
