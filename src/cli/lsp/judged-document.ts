import { type Range } from 'vscode-languageserver/node';
import { type TextDocument } from 'vscode-languageserver-textdocument';
import { type JudgedText } from '../../actions/lint/lint-open-file.js';
import { type LintFinding } from '../../dockerfile/lint-result.js';
import { type Span } from '../../dockerfile/parse/span.js';

/** An open document with what was found in exactly this version of it. */
export interface JudgedDocument extends JudgedText {
  /** As it was when it was judged. */
  readonly document: TextDocument;
}

/** The findings that an editor shows: what hadolint's rule says in the same place is not said again by BuildKit's. */
export function shownFindings({ findings }: JudgedText): readonly LintFinding[] {
  return findings.filter(({ twinOf }) => twinOf === undefined);
}

/** Where a finding lies, as the protocol counts: from zero, in UTF-16 units, a lone CR ends a line too. */
export function rangeOf(judged: JudgedDocument, finding: LintFinding): Range {
  const { lines } = judged.dockerfile;
  const start = lines.startOf(finding.line) + finding.column - 1;
  const end = lines.startOf(finding.endLine) + finding.endColumn - 1;
  return spanRange(judged.document, { start, end: Math.max(start, end) });
}

/** A span of the text as a range. */
export function spanRange(document: TextDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** Whether two ranges share a place; one that is empty lies in the other or at its ends. */
export function meets(a: Range, b: Range): boolean {
  const isBefore = (one: Range['start'], other: Range['start']): boolean =>
    one.line < other.line || (one.line === other.line && one.character < other.character);
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}
