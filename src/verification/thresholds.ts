/** How much proof is asked for beside the signature. */
export interface Thresholds {
  /** Entries of distinct transparency logs. */
  readonly logs: number;
  /** Signed times, from a log's promise or a timestamp authority. */
  readonly timestamps: number;
  /** Certificate transparency timestamps in the certificate. */
  readonly certificateLogs: number;
}

/** Keyless: one log, one signed time, one certificate log (rules of trust 13). */
export const KEYLESS_THRESHOLDS: Thresholds = { logs: 1, timestamps: 1, certificateLogs: 1 };
/** A key vouches by itself; what is there beside it is checked all the same. */
export const KEY_THRESHOLDS: Thresholds = { logs: 0, timestamps: 0, certificateLogs: 0 };
