import { type Finding } from '../../model/finding.js';

/** A replacement in the source, by UTF-16 offsets. */
export interface ReportedEdit {
  readonly span: { readonly start: number; readonly end: number };
  readonly text: string;
}

/** A finding with what the formats can use beyond the model's. */
export interface ReportedFinding extends Finding {
  readonly instructionLine?: number;
  readonly fix?: { readonly title: string; readonly risk: string; readonly edits: readonly ReportedEdit[] };
  /** The place holds a secret: formats do not print it. */
  readonly sensitive?: boolean;
  /** Another finding says the same; people need only that one. */
  readonly twinOf?: string;
}

/** One linted file. */
export interface LintedFile {
  readonly file: string;
  /** Its text, for source lines and fingerprints. */
  readonly text: string;
  readonly findings: readonly ReportedFinding[];
}

/** What a format may say about a rule. */
export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly why: string;
  readonly severity: string;
  readonly url: string;
}

/** What every lint format is given. */
export interface LintReport {
  readonly files: readonly LintedFile[];
  readonly rule: (id: string) => RuleInfo | undefined;
  readonly version: string;
  /** What the files are written in, as SARIF names it; Dockerfiles unless told. */
  readonly language?: string;
}

/** All findings, file after file. */
export function allFindings(report: LintReport): ReportedFinding[] {
  return report.files.flatMap(({ findings }) => findings);
}
