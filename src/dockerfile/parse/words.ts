import { type Escape } from './nodes.js';
import { type Span } from './span.js';

/** A shell-like word of an instruction, offsets relative to the text that was split. */
export interface Word extends Span {
  readonly raw: string;
  /** Quotes and escapes removed, variables left as they are. */
  readonly value: string;
  readonly quoted: boolean;
}

/** Spaces that separate words for BuildKit's lexer (Go's unicode.IsSpace, as far as it occurs). */
export function isSpace(character: string | undefined): boolean {
  return (
    character !== undefined &&
    (character === ' ' ||
      character === '\t' ||
      character === '\n' ||
      character === '\r' ||
      character === '\v' ||
      character === '\f' ||
      character === '\u0085' ||
      character === '\u00A0')
  );
}

/** Skips `${…}` from its dollar sign; returns the offset after the matching brace, or the end. */
export function skipBraces(text: string, dollar: number, end: number): number {
  let depth = 0;
  for (let at = dollar + 1; at < end; at++) {
    const character = text[at];
    if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return end;
}

/** Reads the word that starts at `start` (not a space). Unbalanced quotes run to the end. */
export function readWord(text: string, start: number, end: number, escape: Escape): Word {
  let at = start;
  let value = '';
  let quoted = false;
  while (at < end) {
    const character = text[at] as string;
    if (isSpace(character)) break;
    if (character === "'") {
      quoted = true;
      const close = text.indexOf("'", at + 1);
      const stop = close === -1 || close >= end ? end : close;
      value += text.slice(at + 1, stop);
      at = Math.min(stop + 1, end);
    } else if (character === '"') {
      quoted = true;
      at++;
      while (at < end && text[at] !== '"') {
        const next = text[at + 1];
        if (text[at] === escape && at + 1 < end && (next === '"' || next === '$' || next === escape)) {
          // an escaped dollar stays escaped, else expansion would take it for a variable
          value += next === '$' ? escape + '$' : next;
          at += 2;
        } else value += text[at++] as string;
      }
      at = Math.min(at + 1, end);
    } else if (character === escape) {
      // a trailing escape is dropped, as the builder does; an escaped dollar stays escaped for expansion
      const next = at + 1 < end ? (text[at + 1] as string) : '';
      value += next === '$' ? escape + '$' : next;
      at += 2;
    } else if (character === '$' && text[at + 1] === '{') {
      const stop = skipBraces(text, at, end);
      value += text.slice(at, stop);
      at = stop;
    } else {
      value += character;
      at++;
    }
  }
  const stop = Math.min(at, end);
  return { start, end: stop, raw: text.slice(start, stop), value, quoted };
}

/** Splits a range of text into words at white space outside quotes and `${…}`. */
export function splitWords(text: string, start: number, end: number, escape: Escape): Word[] {
  const words: Word[] = [];
  let at = start;
  for (;;) {
    while (at < end && isSpace(text[at])) at++;
    if (at >= end) return words;
    const word = readWord(text, at, end, escape);
    words.push(word);
    at = word.end;
  }
}
