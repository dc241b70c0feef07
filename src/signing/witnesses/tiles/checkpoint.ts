import { AcgsError } from '../../../model/errors.js';

/** A signed tree head as logs publish it (C2SP, tlog-checkpoint.md); its signature is checked when the bundle is verified. */
export interface Checkpoint {
  readonly envelope: string;
  readonly size: number;
  readonly rootHash: Buffer;
  /** First four bytes of the ids of the logs that signed it. */
  readonly keyHints: readonly Buffer[];
}

const SIGNATURE = /^\u2014 \S+ (\S+)$/;

/** Reads a checkpoint. @throws AcgsError `service/invalid` */
export function readCheckpoint(envelope: string): Checkpoint {
  const [, size = '', root = ''] = envelope.split('\n');
  const rootHash = Buffer.from(root, 'base64');
  const keyHints = envelope.split('\n').flatMap((line) => {
    const signature = SIGNATURE.exec(line)?.[1];
    return signature === undefined ? [] : [Buffer.from(signature, 'base64').subarray(0, 4)];
  });
  if (!/^\d{1,15}$/.test(size) || rootHash.length !== 32 || keyHints.length === 0)
    throw new AcgsError('service/invalid', 'the checkpoint of the transparency log cannot be read');
  return { envelope, size: Number(size), rootHash, keyHints };
}
