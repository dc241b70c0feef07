/** Something in a kit's file that must not be so. */
export interface CheckFinding {
  /** Relative to acgs.yaml. */
  readonly path: string;
  /** From 1, where it is known. */
  readonly line?: number;
  /** What found it: `drift`, `syntax`, `kubernetes`, `aws`, or the name of a tool. */
  readonly check: string;
  readonly message: string;
}

/** A check that could not be made, and why. */
export interface NotRun {
  readonly check: string;
  readonly reason: string;
  /** Files that it would have judged. */
  readonly paths: readonly string[];
}

/** A file of a kit as it stands on disk. */
export interface CheckedFile {
  readonly path: string;
  readonly text: string;
  readonly format: string;
}
