import { type Digest, isDigest } from '../../model/digest.js';

/** What an engine said to an archive. */
export interface LoadAnswer {
  /** It has unpacked the image: nothing is missing. */
  readonly complete: boolean;
  /** The first blob that it looked for and does not have. */
  readonly lacks?: Digest;
}

/**
 * Reads the engine's answer, a JSON document on each line (moby, daemon/containerd/image_exporter.go): it keeps an image whose
 * layers it cannot unpack, and says so as if it were progress.
 * @throws the failure that it tells of: a failed load answers 200
 */
export function readLoadAnswer(said: string): LoadAnswer {
  const failure = /"error"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(said)?.[1];
  if (failure !== undefined) throw new Error(failure);
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  const complete =
    lines.length > 0 && lines.every((line) => /^\{"stream":"Loaded image(?: ID)?: /.test(line));
  const lacks = /content digest (sha256:[0-9a-f]{64}): not found/.exec(said)?.[1];
  return { complete, ...(lacks !== undefined && isDigest(lacks) ? { lacks } : {}) };
}
