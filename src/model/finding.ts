/** Severity of a lint finding, hadolint's names; `ignore` never reaches a finding. */
export type FindingLevel = 'error' | 'warning' | 'info' | 'style';

/** One lint finding with an exact place; lines and columns count from 1, the end column is exclusive. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly level: FindingLevel;
  /** Rule id, e.g. `DL3006`, `ACGS1001`, `SC2086`, `StageNameCasing`. */
  readonly code: string;
  readonly message: string;
  /** False for findings that are shown but never fail a run (see DESIGN on configurations and editions). */
  readonly counts: boolean;
}
