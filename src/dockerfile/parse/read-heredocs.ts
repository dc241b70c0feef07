import { findHeredocs } from './heredocs.js';
import { readJsonArray } from './json-array.js';
import { type LogicalText } from './logical-text.js';
import { type Escape, type Heredoc, type Part, type Problem } from './nodes.js';
import { readLine } from './read-line.js';
import { type Span } from './span.js';
import { type InstructionRanges } from './split-instruction.js';

const HEREDOC_KEYWORDS = new Set(['RUN', 'COPY', 'ADD']);

/** Reads the bodies of the here-documents that an instruction opens, from the line below it. */
export function readHeredocs(
  text: string,
  logical: LogicalText,
  args: Span,
  keyword: string,
  ranges: InstructionRanges,
  escape: Escape,
  from: number,
  problems: Problem[],
): { heredocs: Heredoc[]; parts: Part[]; next: number } {
  const heredocs: Heredoc[] = [];
  const parts: Part[] = [];
  let at = from;
  // The exec form has no here-documents (BuildKit `canContainHeredoc`).
  const isJson = readJsonArray(logical, ranges.args.start, ranges.args.end) !== undefined;
  if (!HEREDOC_KEYWORDS.has(keyword) || isJson) return { heredocs, parts, next: at };
  for (const start of findHeredocs(logical.text, args.start, args.end, escape)) {
    const bodyStart = at;
    let bodyEnd = at;
    let terminated = false;
    while (at < text.length && !terminated) {
      const line = readLine(text, at);
      terminated = (start.chomp ? line.content.replace(/^\t+/, '') : line.content) === start.name;
      bodyEnd = terminated ? at : line.next;
      at = line.next;
    }
    if (bodyEnd > bodyStart) parts.push({ kind: 'heredoc-body', start: bodyStart, end: bodyEnd });
    if (terminated) parts.push({ kind: 'heredoc-end', start: bodyEnd, end: at });
    const span = logical.spanOf(start.word.start, start.word.end);
    if (!terminated) problems.push({ span, message: `the here-document \`${start.name}\` has no end` });
    heredocs.push({
      name: start.name,
      expand: start.expand,
      chomp: start.chomp,
      fileDescriptor: start.fileDescriptor,
      span,
      body: { start: bodyStart, end: bodyEnd },
      content: text.slice(bodyStart, bodyEnd),
      terminated,
    });
  }
  return { heredocs, parts, next: at };
}
