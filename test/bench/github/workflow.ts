import { parse } from 'yaml';

/** The parts of a workflow that the simulation reads (docs.github.com, "Workflow syntax"). */
export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, WorkflowTrigger | null>>;
  readonly permissions?: Permissions;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface WorkflowTrigger {
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly inputs?: Readonly<Record<string, { readonly required?: boolean }>>;
}

/** Scope → access; what is not named is none. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>;

export interface Job {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Permissions;
  readonly environment?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly steps?: readonly Step[];
}

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: boolean;
}

export function parseWorkflow(text: string): Workflow {
  return parse(text) as Workflow;
}

/** The jobs that a job waits for. */
export function needsOf({ needs = [] }: Job): readonly string[] {
  return typeof needs === 'string' ? [needs] : needs;
}
