import { type FindingLevel } from './finding.js';
import { type Proof } from './proof.js';

/** How far a change may be trusted, as people read it. */
export type HardeningRisk = 'safe' | 'review' | 'needs rebuild';

/** What hardening a Dockerfile did, and did not: the `--json` document of `acgs dockerfile harden`. Lines count from 1. */
export interface Hardening {
  readonly file: string;
  readonly changed: boolean;
  readonly written: boolean;
  /** Unified diff; empty when nothing is to change. */
  readonly diff: string;
  readonly changes: readonly {
    readonly rule: string;
    readonly title: string;
    readonly reason: string;
    readonly risk: HardeningRisk;
    /** Lines of the hardened file. */
    readonly lines: readonly number[];
  }[];
  readonly refused: readonly {
    readonly rule: string;
    readonly title: string;
    readonly why: string;
    readonly line: number;
  }[];
  /** What lint still finds in the hardened file. */
  readonly remaining: readonly {
    readonly line: number;
    readonly code: string;
    readonly level: FindingLevel;
    readonly message: string;
    /** It can fail a lint run. */
    readonly counts: boolean;
  }[];
  /** What building both showed, where somebody asked (`--prove`) and there is a change. */
  readonly proof?: Proof;
}
