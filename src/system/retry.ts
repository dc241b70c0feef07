import { setTimeout as sleep } from 'node:timers/promises';
import { interruption } from './interruption.js';

export interface RetryOptions {
  /** Tries in all, default 5. */
  readonly attempts?: number;
  readonly signal?: AbortSignal;
  /** Whether this failure may pass by itself; and how long the other side asked to wait (ms). */
  readonly judge: (error: unknown) => { readonly again: boolean; readonly afterMs?: number };
  /** Told before each wait. */
  readonly onRetry?: (error: unknown, attempt: number, waitMs: number) => void;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
const LONGEST_ASKED_MS = 60_000;

/** Tries again with full jitter from 0.25 to 8 s; a wait that the server asks for (Retry-After) is kept up to a minute. */
export async function withRetry<Result>(
  action: (attempt: number) => Promise<Result>,
  options: RetryOptions,
): Promise<Result> {
  const attempts = options.attempts ?? 5;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action(attempt);
    } catch (error) {
      const { again, afterMs } = options.judge(error);
      if (!again || attempt >= attempts || options.signal?.aborted === true) throw error;
      const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
      const waitMs = afterMs === undefined ? Math.random() * ceiling : Math.min(afterMs, LONGEST_ASKED_MS);
      options.onRetry?.(error, attempt, waitMs);
      await wait(waitMs, options.signal);
    }
  }
}

async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted === true) throw interruption(signal, 'waiting for another try');
    throw error;
  }
}
