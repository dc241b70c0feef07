import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { applyFixes } from '../../dockerfile/apply-fixes.js';
import { RISK_WORDS } from '../../dockerfile/harden/explained-diff.js';
import { whyWorse } from '../../dockerfile/harden/why-worse.js';
import { type JudgedDocument, meets, rangeOf, shownFindings, spanRange } from './judged-document.js';
import { toDiagnostics } from './to-diagnostics.js';

/** All safe fixes of a file: editors run it on save where their users ask for `source.fixAll`. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.acgs`;

/**
 * The fixes of the findings in a range, and all safe ones at once. Each was tried on a copy, which is parsed and linted again: what
 * would change another instruction, a comment or a here-document, or bring a finding, is not offered. One that is not safe says so.
 *
 * @param params.context.only kinds that the editor asks for; none: all
 */
export function codeActions(
  judged: JudgedDocument,
  { range, context: { only } }: Pick<CodeActionParams, 'range' | 'context'>,
): CodeAction[] {
  const isWanted = (kind: string): boolean =>
    only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
  return [
    ...(isWanted(CodeActionKind.QuickFix) ? quickFixes(judged, range) : []),
    ...(isWanted(FIX_ALL) ? fixAll(judged) : []),
  ];
}

function quickFixes(judged: JudgedDocument, range: CodeActionParams['range']): CodeAction[] {
  const { dockerfile, document, options } = judged;
  const diagnostics = toDiagnostics(judged);
  return shownFindings(judged).flatMap((finding, index): CodeAction[] => {
    const fix = meets(rangeOf(judged, finding), range) ? finding.fix : undefined;
    const diagnostic = diagnostics[index];
    if (fix === undefined || diagnostic === undefined) return [];
    if (whyWorse(dockerfile, fix.edits, { ...options, foreign: [] }) !== undefined) return [];
    const risk = fix.risk === 'safe' ? '' : ` (${RISK_WORDS[fix.risk]})`;
    return [
      {
        title: `${fix.title}${risk} [${finding.code}]`,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        isPreferred: fix.risk === 'safe',
        edit: change(
          judged,
          fix.edits.map(({ span, text }) => ({ range: spanRange(document, span), newText: text })),
        ),
      },
    ];
  });
}

function fixAll(judged: JudgedDocument): CodeAction[] {
  const { document, findings, options } = judged;
  const before = document.getText();
  const { text, applied } = applyFixes(before, findings, { lint: options });
  if (text === before) return [];
  return [
    {
      title: `Apply all safe fixes (${applied.length})`,
      kind: FIX_ALL,
      edit: change(judged, [replacement(judged, before, text)]),
    },
  ];
}

/** The part that differs, so that cursors and folds outside of it stay. */
function replacement({ document }: JudgedDocument, before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return {
    range: spanRange(document, { start: head, end: before.length - tail }),
    newText: after.slice(head, after.length - tail),
  };
}

/** Bound to the version that was judged: an editor that has moved on refuses it. */
function change({ document: { uri, version } }: JudgedDocument, edits: TextEdit[]): WorkspaceEdit {
  return { documentChanges: [{ textDocument: { uri, version }, edits }] };
}
