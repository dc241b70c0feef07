import { type TransparencyLogEntry } from '../../../evidence/bundle.js';
import { AcgsError } from '../../../model/errors.js';
import { callService } from '../../../system/call-service.js';
import { withRetry } from '../../../system/retry.js';
import { type TrustAnchors } from '../../../trust/trust-anchors.js';
import { type Checkpoint, readCheckpoint } from './checkpoint.js';
import { inclusionPath } from './inclusion-path.js';
import { tileReader } from './tile-reader.js';

/** Checkpoints come every few seconds; so many tries are half a minute. */
const CHECKPOINT_TRIES = 8;

/** The entry is logged, and no checkpoint covers it yet. */
class NotYet extends AcgsError {
  constructor() {
    super('service/unreachable', 'the transparency log has not published a checkpoint over the entry');
  }
}

/**
 * Builds the log entry at a leaf of a tiled log from what the log publishes: checkpoint, tiles, entry.
 * @throws AcgsError `service/*`
 */
export async function entryOfTiles(
  leaf: number,
  options: {
    readonly url: string;
    readonly anchors: () => Promise<TrustAnchors>;
    readonly signal?: AbortSignal;
  },
): Promise<TransparencyLogEntry> {
  const { url, signal } = options;
  const checkpoint = await withRetry(() => checkpointOver(leaf, url, signal), {
    attempts: CHECKPOINT_TRIES,
    judge: (error) => ({ again: error instanceof NotYet }),
    ...(signal === undefined ? {} : { signal }),
  });
  const keyId = logIdOf(checkpoint, await options.anchors());
  const { size, rootHash, envelope } = checkpoint;
  const reader = tileReader(url, size, signal);
  return {
    logIndex: String(leaf),
    logId: { keyId },
    kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
    integratedTime: '0',
    inclusionPromise: undefined,
    inclusionProof: {
      logIndex: String(leaf),
      rootHash,
      treeSize: String(size),
      hashes: await inclusionPath(leaf, size, reader.node),
      checkpoint: { envelope },
    },
    canonicalizedBody: await reader.entry(leaf),
  };
}

async function checkpointOver(
  leaf: number,
  url: string,
  signal: AbortSignal | undefined,
): Promise<Checkpoint> {
  const { body } = await callService({
    service: 'the transparency log',
    method: 'GET',
    url: `${url}/api/v2/checkpoint`,
    ...(signal === undefined ? {} : { signal }),
  });
  const checkpoint = readCheckpoint(body.toString('utf8'));
  if (checkpoint.size <= leaf) throw new NotYet();
  return checkpoint;
}

function logIdOf({ keyHints }: Checkpoint, { tlogs }: TrustAnchors): Buffer {
  const log = tlogs.find(({ logID }) => keyHints.some((hint) => logID.subarray(0, 4).equals(hint)));
  if (log !== undefined) return log.logID;
  throw new AcgsError('service/invalid', 'the transparency log is none of those in the trusted root', {
    next: ['pass the trusted root of this Sigstore with --trusted-root'],
  });
}
