import { type EvidenceKind } from './evidence.js';
import { type StepStatus } from './run-event.js';

export interface StepReport {
  readonly id: string;
  readonly platform?: string;
  readonly status: StepStatus;
  /** Why it was skipped, fresh, refused…; empty where there is nothing to say. */
  readonly reason: string;
  readonly durationMs: number;
  /** Log file relative to the project, where there is one. */
  readonly log?: string;
  /** Brought from an earlier run, its digests checked again. */
  readonly imported?: boolean;
}

export interface EvidenceReport {
  readonly kind: EvidenceKind;
  readonly predicateType: string;
  readonly digest: string;
  readonly subject?: string;
  readonly file?: string;
  readonly reference?: string;
}

export interface BlockingFinding {
  readonly id: string;
  readonly package: string;
  readonly installed: string;
  readonly fixed: string;
  readonly severity: string;
  readonly origin: 'base' | 'app';
  readonly platform: string;
}

export interface BudgetReport {
  readonly name: 'build' | 'scan' | 'test';
  readonly limitMs: number;
  readonly tookMs: number;
  readonly exceeded: boolean;
}

export interface VerificationReport {
  readonly verified: boolean;
  /** Where it was read back from. */
  readonly from: string;
  /** Signer or identity it was checked against. */
  readonly signer: string;
  /** SLSA build level established, and what held it down. */
  readonly slsa?: { readonly level: number; readonly why: string };
  readonly checked: readonly string[];
}

export interface HowToVerify {
  readonly title: string;
  readonly command: string;
}

export interface ServiceReport {
  readonly name: string;
  readonly image: string;
  readonly digest: string;
  readonly platforms: readonly string[];
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly steps: readonly StepReport[];
  readonly evidence: readonly EvidenceReport[];
  readonly scan: {
    readonly counts: Readonly<Record<string, number>>;
    readonly blocking: readonly BlockingFinding[];
  };
  readonly gate: { readonly refused: boolean; readonly reasons: readonly string[] };
  readonly verification: VerificationReport | null;
  readonly warnings: readonly string[];
  readonly budgets: readonly BudgetReport[];
  readonly howToVerify: readonly HowToVerify[];
}

/** `report.json`, and what `acgs release --json` prints (docs: schemas/release.schema.json). */
export interface ReleaseReport {
  readonly schemaVersion: 1;
  readonly runId: string;
  readonly status: 'passed' | 'refused' | 'failed' | 'cancelled' | 'planned';
  /** Version of acgs. */
  readonly version: string;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly next: readonly string[];
    readonly exit: number;
  };
  readonly signed: boolean;
  readonly source: {
    readonly commit: string | null;
    readonly dirty: boolean;
    readonly repository: string | null;
    readonly ref: string | null;
  };
  readonly services: readonly ServiceReport[];
  readonly tools: Readonly<Record<string, string>>;
  readonly startedOn: string;
  readonly finishedOn: string;
}
