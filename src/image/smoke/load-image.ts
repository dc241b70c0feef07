import { AcgsError, messageOf } from '../../model/errors.js';
import { type Engine } from '../../system/docker.js';
import { type LoadAnswer } from '../../system/docker/load-answer.js';
import { interruption } from '../../system/interruption.js';
import { withRetry } from '../../system/retry.js';

/**
 * The containerd store writes the index of every archive under one name, so two loads at a time spoil each other's
 * (moby/moby, containerd's `tar-index.json`). Loads of this process take turns; against another's we try again.
 */
const RACE = /tar-index\.json|failed to ingest|unexpected commit size|unable to resume write|ref .* locked/i;
const ATTEMPTS = 8;
/**
 * A load that was cut off leaves the beginning of its index, which the next one continues, whatever that was: it fails,
 * or for ever, as long as its own index is the shorter one. A longer one takes the remains away, and the next try works.
 */
const LONGER_THAN_REMAINS = 64 * 1024;
const OTHER_ATTEMPTS = 2;
const SHORT_WAIT_MS = 50;
/** How long a load that has begun may go on after the run is told to stop, so as to leave no such remains; ms. */
const FINISH_MS = 3_000;
let turn: Promise<unknown> = Promise.resolve();

export interface LoadOptions {
  /** Told why something is tried again. */
  readonly tell: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Loads an archive into the engine, and tells whether it misses any of it. @param open gives the archive from its beginning, for each try */
export async function loadImage(
  engine: Engine,
  open: (padTo?: number) => AsyncIterable<Buffer>,
  { tell, signal }: LoadOptions,
): Promise<LoadAnswer> {
  const before = turn;
  const mine = (async () => {
    await before.catch(() => undefined);
    let others = 0;
    return await withRetry(
      async (attempt) => {
        const tar = open(attempt % 2 === 0 ? LONGER_THAN_REMAINS : 0);
        return await toItsEnd(signal, (patient) => engine.loadImages(tar, patient));
      },
      {
        attempts: ATTEMPTS,
        ...(signal === undefined ? {} : { signal }),
        judge: (error) => {
          if (!(error instanceof AcgsError) || error.code !== 'tool/failed') return { again: false };
          if (RACE.test(error.message)) return { again: true };
          others += 1;
          return { again: others <= OTHER_ATTEMPTS, afterMs: SHORT_WAIT_MS };
        },
        onRetry: (error) => {
          tell(`loading it again: ${messageOf(error)}`);
        },
      },
    );
  })();
  turn = mine;
  return await mine;
}

/** Does work whose signal is aborted only some seconds after the caller's; the caller's wish then counts all the same. */
async function toItsEnd<Result>(
  signal: AbortSignal | undefined,
  work: (patient: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const patient = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onStop = (): void => {
    timer = setTimeout(() => {
      patient.abort(signal?.reason);
    }, FINISH_MS);
  };
  stopIfAborted(signal);
  signal?.addEventListener('abort', onStop, { once: true });
  try {
    const result = await work(patient.signal);
    stopIfAborted(signal);
    return result;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onStop);
  }
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw interruption(signal, 'loading the image');
}
