/** One request to a registry. */
export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  /** Path below `/v2/`, or a whole address that the registry gave (upload location, next page). */
  readonly to: string | URL;
  /** What the request is for, for messages: `GET manifest 1.0 of ghcr.io/acme/api`. */
  readonly doing: string;
  /** Token scopes, e.g. `repository:acme/api:pull`. */
  readonly scopes: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | (() => AsyncIterable<Uint8Array>);
  /** Statuses that are results; every other is thrown. */
  readonly expect: readonly number[];
  /** A long body goes one way or the other: only silence ends it, no total time. */
  readonly streams?: boolean;
  /** Tries in all; 1 for what must not be repeated by itself. */
  readonly attempts?: number;
}
