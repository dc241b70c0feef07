/** Writes one value as a whole literal of the format. @throws AcgsError `template/unsafe-value` where it has no such form */
export type Quote = (value: unknown) => string;

/** How one kind of file writes values, and how it writes a comment. */
export interface Format {
  readonly quote: Quote;
  /** Around one line of comment; undefined where the format has none. */
  readonly comment?: { readonly open: string; readonly close: string };
}
