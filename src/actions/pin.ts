import { dirname } from 'node:path';
import { imageMentions } from '../dockerfile/pin/image-mentions.js';
import { pinDockerfile } from '../dockerfile/pin/pin-dockerfile.js';
import { parseDockerfile } from '../dockerfile/parse/parse-dockerfile.js';
import { maskSecrets } from '../dockerfile/mask-secrets.js';
import { unifiedDiff } from '../dockerfile/unified-diff.js';
import { type Candidate } from '../image/pin/choose-digest.js';
import { type LockedImage, type PinLock } from '../image/pin/pin-lock.js';
import { type AcgsError } from '../model/errors.js';
import { type Pinning } from '../model/pinning.js';
import { type RegistryOptions } from '../registry/options.js';
import { timestamp } from '../system/clock.js';
import { diffPath, readEditable, replaceText } from './lint/editable-dockerfile.js';
import { fromLock, fromRegistry } from './pin/candidates.js';
import { assertLock, openLock, saveLock } from './pin/lock-file.js';
import { pinImages } from './pin/pin-images.js';

export interface PinRequest {
  /** Absolute. */
  readonly cwd: string;
  /** A Dockerfile, or `-` for standard input. */
  readonly file: string;
  /** Write the file, and the lock where there is one. */
  readonly write: boolean;
  /** Images younger than that (milliseconds) are not taken; zero: all are. */
  readonly cooldownMs: number;
  /** Ask nobody: the lock alone counts. */
  readonly offline: boolean;
  /** A lock to read, and to make where it is missing. */
  readonly lock?: string;
  /** Images that are left as they are. */
  readonly skip: readonly string[];
  readonly registry: RegistryOptions;
  readonly now: Date;
}

export interface PinOutcome {
  readonly pinning: Pinning;
  /** The whole text with its digests. */
  readonly text: string;
  /** Of the first image that could not be asked for; the others are pinned all the same. */
  readonly failure?: AcgsError;
}

/**
 * Adds and renews the digests of all images that a Dockerfile names.
 * @throws AcgsError `source/not-found`, `file/failed`, `config/invalid`, `usage/invalid`
 */
export async function pin(request: PinRequest): Promise<PinOutcome> {
  const { cwd, file, now, offline, registry, write, cooldownMs, skip } = request;
  const { path, text: before } = await readEditable(request);
  const lock = await openLock(cwd, path === undefined ? cwd : dirname(path), request.lock);
  if (offline) assertLock(lock);
  const find =
    offline && lock !== undefined
      ? fromLock(lock.images, lock.name)
      : fromRegistry(registry, cooldownMs > 0 || lock !== undefined);
  const options = { find, cooldownMs, now, skip };
  const { pins, images, taken, failure } = await pinImages(imageMentions(parseDockerfile(before)), options);
  const text = pinDockerfile(before, pins);
  const written = write && text !== before && path !== undefined;
  if (written) await replaceText(path, text);
  if (write && lock !== undefined && !offline) await saveLock(lock, news(lock.images, taken, now));
  const diff = unifiedDiff(maskSecrets(before), maskSecrets(text), { path: diffPath(file) });
  const pinning = {
    ...{ file, changed: text !== before, written, diff, images },
    ...(lock === undefined ? {} : { lock: lock.name }),
  };
  return { pinning, text, ...(failure === undefined ? {} : { failure }) };
}

/** What a lock does not say yet. An entry keeps the day on which its digest was first seen. */
function news(known: PinLock, taken: ReadonlyMap<string, Candidate>, now: Date): PinLock {
  return new Map(
    [...taken].flatMap(([key, { digest, created }]): [string, LockedImage][] => {
      if (known.get(key)?.digest === digest) return [];
      const made = created === undefined ? {} : { created: timestamp(created) };
      return [[key, { digest, ...made, resolved: now.toISOString().slice(0, 10) }]];
    }),
  );
}
