import { type Finding } from '../model/finding.js';
import { type Fix } from './fix.js';
import { type Span } from './parse/span.js';

/** A finding with what only Dockerfiles have. */
export interface LintFinding extends Finding {
  /** Line of the instruction it belongs to (what hadolint and BuildKit report as the line). */
  readonly instructionLine: number;
  readonly fix?: Fix;
  /** The place holds a secret: formats must not print it. */
  readonly sensitive?: boolean;
  /** Code of the hadolint rule that reports the same instruction for the same reason. */
  readonly twinOf?: string;
}

/** Outcome of linting one file. */
export interface LintResult {
  readonly file: string;
  readonly findings: readonly LintFinding[];
  /** Where secrets stand in the text: what shows the text masks them. */
  readonly secrets: readonly Span[];
  /** The file asks that its BuildKit findings fail the build (`# check=error=true`). */
  readonly checkError: boolean;
}
