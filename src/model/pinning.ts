/** What became of one image that a Dockerfile names. */
export interface PinnedImage {
  /** Counts from 1, of the file as it was. */
  readonly line: number;
  readonly place: 'FROM' | 'COPY --from' | 'RUN --mount' | 'syntax';
  /** As written. */
  readonly written: string;
  /** Its full name with the tag that was asked for; missing where that cannot be told. */
  readonly image?: string;
  readonly state: 'pinned' | 'refreshed' | 'current' | 'left' | 'failed';
  /** The digest that stood there. */
  readonly from?: string;
  /** The digest that stands there now. */
  readonly to?: string;
  /** When the image was made, RFC 3339, where somebody asked and it tells. */
  readonly created?: string;
  /** Why it was left, or could not be asked for. */
  readonly why?: string;
}

/** What pinning a Dockerfile did: the `--json` document of `acgs dockerfile pin`. */
export interface Pinning {
  readonly file: string;
  readonly changed: boolean;
  readonly written: boolean;
  /** Unified diff; empty when nothing is to change. */
  readonly diff: string;
  readonly images: readonly PinnedImage[];
  /** The lock that was read, or would be. */
  readonly lock?: string;
}
