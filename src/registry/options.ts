/**
 * How to reach registries: cosign's `--registry-*` and `--allow-*-registry` flags with cosign's meanings.
 * Without any of them the docker configuration decides.
 */
export interface RegistryOptions {
  /** Speak plain http where https does not answer. Loopback needs no flag. */
  readonly allowHttp?: boolean;
  /** Accept any TLS certificate. */
  readonly allowInsecure?: boolean;
  /** Path of a PEM file with additional CA certificates. */
  readonly caCert?: string;
  readonly username?: string;
  readonly password?: string;
  /** Bearer token, sent to the registry as it is. */
  readonly token?: string;
  readonly userAgent?: string;
  readonly signal?: AbortSignal;
  /** Tries of each request in all, default 5. */
  readonly attempts?: number;
  /** Longest silence on a connection in milliseconds, default 30,000. */
  readonly idleMs?: number;
  /** Longest time of one exchange that does not stream, in milliseconds, default 120,000. */
  readonly exchangeMs?: number;
  /** Told before a request is tried again. */
  readonly onRetry?: (message: string, waitMs: number) => void;
}
