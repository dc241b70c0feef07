import { listenForInterrupts } from '../pipeline/interrupts.js';

/**
 * Does work that Ctrl-C ends in good order: requests and children are stopped through `signal`, temporary folders removed on the
 * way out. The error comes at once; a second signal ends the process without waiting for the rest.
 * @throws AcgsError `run/interrupted` with exit 130 or 143
 */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const { signal, dispose } = listenForInterrupts();
  const interrupted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  try {
    return await Promise.race([work(signal), interrupted]);
  } finally {
    dispose();
  }
}
