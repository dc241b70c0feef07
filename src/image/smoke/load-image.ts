import { type Readable } from 'node:stream';
import { AcgsError } from '../../model/errors.js';
import { type Engine } from '../../system/docker.js';
import { withRetry } from '../../system/retry.js';

/**
 * The containerd store writes the index of every archive under one name, so two loads at a time spoil each other's
 * (moby/moby, containerd's `tar-index.json`). Loads of this process take turns; against another's we try again.
 */
const RACE = /tar-index\.json|failed to ingest|unexpected commit size|unable to resume write|ref .* locked/i;
const ATTEMPTS = 8;
let turn: Promise<unknown> = Promise.resolve();

/** Loads an archive into the engine. @param open gives the archive from its beginning, for each try */
export async function loadImage(
  engine: Engine,
  open: () => Promise<Readable>,
  signal?: AbortSignal,
): Promise<void> {
  const before = turn;
  const mine = (async () => {
    await before.catch(() => undefined);
    await withRetry(async () => await engine.loadImages(await open(), signal), {
      attempts: ATTEMPTS,
      ...(signal === undefined ? {} : { signal }),
      judge: (error) => ({ again: error instanceof AcgsError && RACE.test(error.message) }),
    });
  })();
  turn = mine;
  await mine;
}
