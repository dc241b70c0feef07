import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type TransparencyLogEntry } from '../../../src/evidence/bundle.js';

/** A transparency log that holds one entry at a time: enough for a true proof. */
export interface VirtualLog {
  readonly id: Buffer;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  readonly host: string;
}

export function makeLog(host: string): VirtualLog {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
  return { id, key: privateKey, publicKey, host };
}

export interface EntryRequest {
  readonly kind: string;
  readonly version: string;
  readonly body: object;
  /** With it the log promises this time (Rekor v1). */
  readonly integratedAt?: Date;
  readonly logIndex?: number;
}

/** An entry with its inclusion proof in a tree of one leaf, a signed checkpoint, and a promise where a time is given. */
export function enter(
  log: VirtualLog,
  { kind, version, body, integratedAt, logIndex = 7 }: EntryRequest,
): TransparencyLogEntry {
  const canonicalizedBody = Buffer.from(JSON.stringify(body));
  const integratedTime = integratedAt === undefined ? 0 : Math.floor(integratedAt.getTime() / 1000);
  const rootHash = createHash('sha256').update(Buffer.of(0)).update(canonicalizedBody).digest();
  const note = `${log.host}\n1\n${rootHash.toString('base64')}\n`;
  const noteSignature = Buffer.concat([log.id.subarray(0, 4), sign('sha256', Buffer.from(note), log.key)]);
  // Keys in alphabetical order and no spaces: the canonical JSON that the promise covers.
  const promised = JSON.stringify({
    body: canonicalizedBody.toString('base64'),
    integratedTime,
    logID: log.id.toString('hex'),
    logIndex,
  });
  return {
    logIndex: String(logIndex),
    logId: { keyId: log.id },
    kindVersion: { kind, version },
    integratedTime: String(integratedTime),
    inclusionPromise:
      integratedAt === undefined
        ? undefined
        : { signedEntryTimestamp: sign('sha256', Buffer.from(promised), log.key) },
    inclusionProof: {
      logIndex: '0',
      treeSize: '1',
      rootHash,
      hashes: [],
      checkpoint: { envelope: `${note}\n\u2014 ${log.host} ${noteSignature.toString('base64')}\n` },
    },
    canonicalizedBody,
  };
}
