import { type Span } from './parse/span.js';

/** Replace one span of the source. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/**
 * How far a fix may be trusted: `safe` keeps the meaning, `review` may change what the image does, `rebuild` must be
 * proven by building.
 */
export type FixRisk = 'safe' | 'review' | 'rebuild';

/** A remedy for one finding; its edits do not overlap. */
export interface Fix {
  readonly title: string;
  readonly risk: FixRisk;
  readonly edits: readonly Edit[];
}

/** A fix, or a function that works one out when somebody wants it. */
export type FixSource = Fix | (() => Fix | undefined);
