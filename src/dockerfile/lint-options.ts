import { type FindingLevel } from '../model/finding.js';
import { type RuleOptions } from './rule-options.js';

/** A finding of an outside checker (ShellCheck) that joins ours: ignores and severities apply to it too. */
export interface ForeignFinding {
  readonly code: string;
  readonly level: FindingLevel;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** What a lint run is told; hadolint's configuration is one source of it (see hadolint-config.ts). */
export interface LintOptions extends RuleOptions {
  /** Name shown in findings; `-` when not given. */
  readonly file?: string;
  /** Rules never reported. */
  readonly ignored?: readonly string[];
  /** Rules with another severity; wins over the rule's own, `ignore` turns one off. */
  readonly severities?: Readonly<Record<string, FindingLevel | 'ignore'>>;
  /** Comments cannot silence anything. */
  readonly disableIgnorePragma?: boolean;
  /** Rules younger than this edition (`YYYY.MM`) are off. */
  readonly edition?: string;
  /** Rules that hadolint lacks: part of the gate (`count`), only shown (`show`, the default), or not run (`off`). */
  readonly ownRules?: 'count' | 'show' | 'off';
  /** BuildKit's experimental checks that are on, or `all`. */
  readonly experimental?: readonly string[];
  /** BuildKit's `BUILDKIT_DOCKERFILE_CHECK`: replaces the `# check=` line of the file. */
  readonly check?: string;
  readonly foreign?: readonly ForeignFinding[];
}
