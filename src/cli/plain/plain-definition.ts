/** As much of an oclif flag as reading a plain command line needs; what else one has makes its command line not plain. */
export interface PlainFlag {
  /** `option` takes a value. Anything else is left to oclif. */
  readonly type: string;
  readonly char?: string;
  readonly charAliases?: readonly string[];
  readonly env?: string;
  readonly multiple?: boolean;
  readonly delimiter?: string;
  readonly options?: readonly string[];
  readonly default?: unknown;
  readonly exclusive?: readonly unknown[];
}

type PlainFlags = Readonly<Record<string, PlainFlag>>;

/** As much of an oclif command's definition. */
export interface PlainDefinition {
  readonly flags?: PlainFlags;
  readonly baseFlags?: PlainFlags;
  readonly args?: Readonly<Record<string, { readonly required?: boolean }>>;
  /** False: any number of operands. */
  readonly strict?: boolean;
}

/** A command line as oclif's parser would have it. */
export interface PlainArguments {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly args: Readonly<Record<string, string>>;
  /** Operands, in order. */
  readonly argv: readonly string[];
}
