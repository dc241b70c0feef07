import { type ClientRequest } from 'node:http';
import { monotonic } from './clock.js';

/** What ends a request before its time. */
export interface Limits {
  /** The wish to stop. */
  readonly signal?: AbortSignal | undefined;
  /** When the whole answer must have been read ({@link monotonic}). */
  readonly deadline?: number | undefined;
}

const underWay = new WeakMap<AbortSignal, Set<ClientRequest>>();

/**
 * Ends a request, and the reading of its answer, at a signal or a deadline. Requests of one signal share a listener, and a deadline
 * is a plain timer: `AbortSignal.any` and `AbortSignal.timeout`, which do the same, cost as much as sending the request.
 */
export function endRequestBy(request: ClientRequest, { signal, deadline }: Limits): void {
  const requests = signal === undefined ? undefined : requestsOf(signal);
  requests?.add(request);
  const late =
    deadline === undefined
      ? undefined
      : setTimeout(
          () => request.destroy(new Error('no complete answer in time')),
          // timers count whole milliseconds: not before the deadline, so that whoever compares clocks sees it passed
          Math.ceil(deadline - monotonic()) + 1,
        ).unref();
  request.once('close', () => {
    requests?.delete(request);
    clearTimeout(late);
  });
  if (signal?.aborted === true) request.destroy(new Error('interrupted'));
}

function requestsOf(signal: AbortSignal): Set<ClientRequest> {
  const known = underWay.get(signal);
  if (known !== undefined) return known;
  const requests = new Set<ClientRequest>();
  underWay.set(signal, requests);
  signal.addEventListener(
    'abort',
    () => {
      for (const request of requests) request.destroy(new Error('interrupted'));
    },
    { once: true },
  );
  return requests;
}
