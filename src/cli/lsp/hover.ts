import { type Hover, MarkupKind, type Position } from 'vscode-languageserver/node';
import { findRule } from '../../dockerfile/rules/all-rules.js';
import { rulePage } from '../../dockerfile/rules/rule-page.js';
import { type JudgedDocument, meets, rangeOf, shownFindings } from './judged-document.js';

/** The pages of the rules that found something at a place: what goes wrong, and what to write instead. */
export function hover(judged: JudgedDocument, position: Position): Hover | undefined {
  const at = { start: position, end: position };
  const found = shownFindings(judged).filter((finding) => meets(rangeOf(judged, finding), at));
  const rules = [...new Set(found.map(({ code }) => code))].flatMap((code) => findRule(code) ?? []);
  const first = found[0];
  if (first === undefined || rules.length === 0) return undefined;
  return {
    contents: { kind: MarkupKind.Markdown, value: rules.map(rulePage).join('\n---\n\n') },
    range: rangeOf(judged, first),
  };
}
