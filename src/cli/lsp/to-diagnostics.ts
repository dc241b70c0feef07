import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import { ruleUrl } from '../../actions/lint/rule-url.js';
import { type FindingLevel } from '../../model/finding.js';
import { type JudgedDocument, rangeOf, shownFindings } from './judged-document.js';

const SEVERITIES: Readonly<Record<FindingLevel, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  style: DiagnosticSeverity.Hint,
};

/** The findings of a document as diagnostics, each with a link to the page of its rule. */
export function toDiagnostics(judged: JudgedDocument): Diagnostic[] {
  return shownFindings(judged).map((finding) => ({
    range: rangeOf(judged, finding),
    severity: SEVERITIES[finding.level],
    code: finding.code,
    codeDescription: { href: ruleUrl(finding.code) },
    source: 'acgs',
    message: finding.message,
  }));
}
