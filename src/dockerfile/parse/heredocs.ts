import { type Escape } from './nodes.js';
import { splitWords, type Word } from './words.js';

/** Where a here-document begins, before its body is read. */
export interface HeredocStart {
  readonly word: Word;
  readonly name: string;
  readonly expand: boolean;
  readonly chomp: boolean;
  readonly fileDescriptor: number | undefined;
}

/** BuildKit's `reHeredoc`: only a whole word opens one, so `cat<<EOF` does not. */
const HEREDOC = /^(\d*)<<(-?)([^<]*)$/;

/** The here-documents that a range of logical text opens, in order (BuildKit's `heredocsFromLine`). */
export function findHeredocs(text: string, start: number, end: number, escape: Escape): HeredocStart[] {
  if (!text.slice(start, end).includes('<<')) return [];
  const starts: HeredocStart[] = [];
  for (const word of splitWords(text, start, end, escape)) {
    const match = HEREDOC.exec(word.raw);
    if (!match) continue;
    const rest = match[3] ?? '';
    const [only, more] = splitWords(rest, 0, rest.length, '\\');
    if (!only || more) continue;
    starts.push({
      word,
      name: only.value,
      expand: !only.quoted,
      chomp: match[2] === '-',
      fileDescriptor: match[1] === '' ? undefined : Number(match[1]),
    });
  }
  return starts;
}
