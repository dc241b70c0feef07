import { type Node, type Scalar } from 'yaml';

/** A text of the file with the place where it stands. */
export type Text = Scalar<string>;

/** What the rules look at: a workflow, or the definition of a composite action. */
export interface WorkflowFile {
  readonly kind: 'workflow' | 'action';
  readonly text: string;
  /** Events that start it, by name. */
  readonly triggers: ReadonlyMap<string, Trigger>;
  /** The workflow's own permissions. */
  readonly permissions: Node | undefined;
  readonly jobs: readonly JobPart[];
}

export interface Trigger {
  /** Where its name stands. */
  readonly place: Node;
  /** What is configured below it, e.g. `tags`. */
  readonly keys: readonly string[];
}

export interface JobPart {
  readonly id: string;
  /** Where its name stands. */
  readonly place: Node;
  readonly permissions: Node | undefined;
  /** A reusable workflow that it calls. */
  readonly uses: Text | undefined;
  readonly secrets: Node | undefined;
  readonly steps: readonly StepPart[];
}

export interface StepPart {
  readonly place: Node;
  readonly uses: Text | undefined;
  readonly run: Text | undefined;
  readonly with: ReadonlyMap<string, Node>;
}
