import { cutParts } from './cut-parts.js';
import { isKeyword } from './keywords.js';
import { LogicalText } from './logical-text.js';
import {
  type CommentNode,
  type Escape,
  type Instruction,
  type Part,
  type PartKind,
  type Problem,
} from './nodes.js';
import { readHeredocs } from './read-heredocs.js';
import { readLine } from './read-line.js';
import { type Span } from './span.js';
import { type InstructionRanges, splitInstruction } from './split-instruction.js';

interface Body {
  readonly pieces: Span[];
  /** Everything after the head; pieces of code are still one `argument` each. */
  readonly parts: Part[];
  readonly empty: Span[];
  readonly next: number;
}

/** Reads the instruction whose first character is at `codeAt`, with its continuation lines and here-documents. */
export function readInstruction(
  text: string,
  lineAt: number,
  head: readonly Part[],
  codeAt: number,
  escape: Escape,
  comments: readonly CommentNode[],
  problems: Problem[],
): Instruction {
  const body = readBody(text, codeAt, escape);
  const logical = new LogicalText(text, body.pieces);
  const shared = { logical, escape, comments, emptyContinuations: body.empty };
  const ranges = splitInstruction(logical, 0, logical.text.length, escape);
  const keyword = logical.text.slice(ranges.keyword.start, ranges.keyword.end).toUpperCase();
  const inner =
    keyword === 'ONBUILD' && ranges.args.start < ranges.args.end
      ? splitInstruction(logical, ranges.args.start, ranges.args.end, escape)
      : undefined;
  const innerKeyword = inner && logical.text.slice(inner.keyword.start, inner.keyword.end).toUpperCase();

  const documents = readHeredocs(
    text,
    logical,
    ranges.args,
    innerKeyword ?? keyword,
    inner ?? ranges,
    escape,
    body.next,
    problems,
  );
  const end = documents.next;
  const span = { start: lineAt, end };
  const parts = [
    ...head,
    ...cutParts(body.parts, logical, [ranges, ...(inner ? [inner] : [])]),
    ...documents.parts,
  ];
  const build = (of: InstructionRanges, isDeferred: boolean, deferred?: Instruction): Instruction => {
    const rawKeyword = logical.text.slice(of.keyword.start, of.keyword.end);
    const upper = rawKeyword.toUpperCase();
    const known = isKeyword(upper);
    const keywordSpan = logical.spanOf(of.keyword.start, of.keyword.end);
    if (!known) {
      problems.push({
        span: keywordSpan,
        message:
          rawKeyword === ''
            ? 'expected an instruction, got nothing'
            : `unknown instruction \`${rawKeyword}\``,
      });
    }
    return {
      kind: 'instruction',
      memory: {},
      keyword: upper,
      rawKeyword,
      keywordSpan,
      known,
      flags: of.flags.map(({ flag }) => flag),
      args: of.args,
      argsText: logical.text.slice(of.args.start, of.args.end),
      codeSpan: logical.spanOf(of.keyword.start, Math.max(of.args.end, of.keyword.end)),
      heredocs: documents.heredocs,
      isDeferred,
      deferred,
      span,
      parts,
      ...shared,
    };
  };
  return build(ranges, false, inner && build(inner, true));
}

function readBody(text: string, codeAt: number, escape: Escape): Body {
  const pieces: Span[] = [];
  const parts: Part[] = [];
  const empty: Span[] = [];
  let at = codeAt;
  let lineStart = codeAt;
  for (let first = true; ; first = false) {
    const line = readLine(text, lineStart);
    const trimmed = line.content.trimStart();
    if (!first && (trimmed === '' || trimmed.startsWith('#'))) {
      const kind: PartKind = trimmed === '' ? 'empty' : 'comment';
      if (kind === 'empty') empty.push({ start: lineStart, end: line.contentEnd });
      parts.push({ kind, start: lineStart, end: line.next });
    } else {
      const mark = continuationAt(text, lineStart, line.contentEnd, escape);
      const codeEnd = mark ?? line.contentEnd;
      if (codeEnd > at) {
        pieces.push({ start: at, end: codeEnd });
        parts.push({ kind: 'argument', start: at, end: codeEnd });
      }
      if (line.next > codeEnd)
        parts.push({ kind: mark === undefined ? 'newline' : 'continuation', start: codeEnd, end: line.next });
      if (mark === undefined) return { pieces, parts, empty, next: line.next };
    }
    if (line.next >= text.length) return { pieces, parts, empty, next: line.next };
    lineStart = at = line.next;
  }
}

/** Offset of the continuation character of a line: the escape character, not doubled, before trailing blanks. */
function continuationAt(text: string, start: number, end: number, escape: Escape): number | undefined {
  let at = end;
  while (at > start && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
  if (at === start || text[at - 1] !== escape) return undefined;
  return at - 1 > start && text[at - 2] === escape ? undefined : at - 1;
}
