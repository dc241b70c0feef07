/** Kinds of label value in hadolint's `label-schema`. */
export type LabelType = 'text' | 'rawtext' | 'url' | 'rfc3339' | 'spdx' | 'hash' | 'semver' | 'email';

/** What rules may be told; all plain data. */
export interface RuleOptions {
  /** hadolint's allow-list; empty: any registry. */
  readonly trustedRegistries?: readonly string[];
  readonly labelSchema?: Readonly<Record<string, LabelType>>;
  readonly strictLabels?: boolean;
  /** Values of build arguments that the build will be given. */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Stage that ships; the last when not given. */
  readonly target?: string;
  /** Text of the `.dockerignore` in force; null when the context has none, undefined when nobody looked. */
  readonly dockerignore?: string | null;
  /** Files of the build context that hold a private key, where somebody looked. */
  readonly privateKeys?: readonly { readonly path: string; readonly label: string }[];
  /** Value of the constitutional-hash label that the image must carry; undefined or false: not asked for. */
  readonly constitutionalHash?: string | false;
  /** Platforms that base images exist for, by the name in FROM, where someone asked the registry. */
  readonly basePlatforms?: Readonly<Record<string, readonly string[]>>;
  /** Platforms that are to be built. */
  readonly platforms?: readonly string[];
  /** Today, `YYYY-MM-DD`, for ends of support; the edition's date when not given. */
  readonly today?: string;
}
