import { type Digest } from './digest.js';

/** How a container of an image did. */
export interface ProvenImage {
  readonly digest: Digest;
  readonly smoke:
    | { readonly status: 'passed'; readonly observed: 'healthy' | 'running' | 'exit0' }
    | { readonly status: 'failed' | 'skipped'; readonly why: string };
}

/** What building a Dockerfile and its hardened form showed. */
export interface Proof {
  readonly proven: boolean;
  readonly before: ProvenImage;
  readonly after: ProvenImage;
  /** What the images say differently of themselves. */
  readonly differences: readonly {
    readonly field: string;
    readonly before?: string;
    readonly after?: string;
    /** Rules whose changes explain it; none: unexpected. */
    readonly rules: readonly string[];
  }[];
  /** Why it is not proven, one sentence each. */
  readonly reasons: readonly string[];
}
