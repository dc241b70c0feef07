import { AcgsError } from '../model/errors.js';

/** Why a signal was aborted, as an error of ours: the run's own reason where it gave one. */
export function interruption(signal: AbortSignal, what: string): AcgsError {
  const reason: unknown = signal.reason;
  if (reason instanceof AcgsError) return reason;
  return new AcgsError('run/interrupted', `${what} was interrupted`, { cause: reason });
}
