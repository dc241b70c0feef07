import { type Platform } from '../model/platform.js';

/** Where the value of a build secret comes from; the value itself is never an argument. */
export type BuildSecret = { readonly env: string } | { readonly file: string };

/** Everything that decides what is built. Paths are absolute. */
export interface BuildRequest {
  /** Folder sent as build context. */
  readonly context: string;
  readonly dockerfile: {
    /** As users know it, for error messages. */
    readonly path: string;
    readonly text: string;
  };
  /** Text of the `.dockerignore` that counts: the user's lines and ours. */
  readonly ignore: string;
  /** Stage to build; default: the last. */
  readonly target?: string;
  /** Empty: the builder's own. */
  readonly platforms: readonly Platform[];
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Named contexts; folders are absolute paths. */
  readonly buildContexts: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, BuildSecret>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since 1970: the time that every file and the image itself get. */
  readonly sourceDateEpoch: number;
  /** buildx builder; default: the current one. */
  readonly builder?: string;
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
}
