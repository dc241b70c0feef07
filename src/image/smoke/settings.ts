/** How an image is run before it is released: as production would (`smoke` of a service in acgs.yaml). */
export interface SmokeSettings {
  readonly env: Readonly<Record<string, string>>;
  /** Arguments instead of the image's CMD. */
  readonly command?: readonly string[];
  readonly user?: string;
  /** Writable folders in memory. */
  readonly tmpfs: readonly string[];
  readonly readOnly: boolean;
  readonly timeoutMs: number;
  /** Default: healthy with a HEALTHCHECK, else running or exit 0. */
  readonly expect?: 'healthy' | 'running' | 'exit0';
  /** Asked over HTTP from outside; the only case in which a port is published, on 127.0.0.1. */
  readonly probe?: { readonly port: number; readonly path?: string };
}
