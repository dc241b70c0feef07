import { type Node } from 'yaml';
import { type WorkflowFile } from '../workflow-file.js';

/** Adds a finding at a node, or at a part of its text. */
export type Report = (
  place: Node | { readonly start: number; readonly end: number },
  message: string,
) => void;

/** A rule about workflows. Its name is zizmor's where zizmor has the same, so that one ignore comment serves both. */
export interface WorkflowRule {
  readonly id: string;
  readonly severity: 'error' | 'warning';
  /** What to do, one line. */
  readonly title: string;
  /** Markdown: what goes wrong, and what to do instead. */
  readonly why: string;
  readonly check: (file: WorkflowFile, report: Report) => void;
}
