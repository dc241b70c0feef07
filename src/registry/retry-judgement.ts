import { AcgsError } from '../model/errors.js';
import { connectionCode, mayReconnect } from '../system/connection-failure.js';
import { PassingFailure } from './failure.js';

/** A refused connection is tried a second time only: nobody listens, and the user waits. */
const REFUSED_ATTEMPTS = 2;
/** A registry that asks for a longer pause is not waited for. */
const LONGEST_PAUSE_MS = 60_000;

/** Whether a failure may pass by itself. */
export interface Judgement {
  readonly again: boolean;
  readonly afterMs?: number;
}

/** Whether what the registry answered may be otherwise the next time. */
export function judgePassing({ afterMs }: PassingFailure): Judgement {
  if (afterMs === undefined) return { again: true };
  return { again: afterMs <= LONGEST_PAUSE_MS, afterMs };
}

/** A judge for the tries of one request: passing answers and broken connections, not certificates or unknown names. */
export function judgeOfOneRequest(): (error: unknown) => Judgement {
  let refused = 0;
  return (error) => {
    if (error instanceof PassingFailure) return judgePassing(error);
    if (!(error instanceof AcgsError) || error.code !== 'network/failed') return { again: false };
    if (connectionCode(error) === 'ECONNREFUSED') refused += 1;
    return { again: mayReconnect(error) && refused < REFUSED_ATTEMPTS };
  };
}
