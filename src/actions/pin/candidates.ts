import { imageCreated } from '../../image/pin/image-age.js';
import { type Candidate } from '../../image/pin/choose-digest.js';
import { lockKey, type PinLock } from '../../image/pin/pin-lock.js';
import { AcgsError } from '../../model/errors.js';
import { type Reference } from '../../model/reference.js';
import { type RegistryOptions } from '../../registry/options.js';
import { openRepository } from '../../registry/repository.js';

/** Tells what image a tag names now. @throws AcgsError `registry/…`, `network/…` */
export type FindCandidate = (reference: Reference) => Promise<Candidate>;

/** Asks the registry: the digest of the index where the image has several platforms. `dates`: when it was made, too. */
export function fromRegistry(options: RegistryOptions, dates: boolean): FindCandidate {
  return async (reference) => {
    const repository = openRepository(reference, options);
    const manifest = await repository.getManifest(reference.tag ?? 'latest');
    const created = dates ? await imageCreated(repository, manifest) : undefined;
    return { digest: manifest.descriptor.digest, ...(created === undefined ? {} : { created }) };
  };
}

/** Looks into the lock; an entry that is not there is never made up. */
export function fromLock(images: PinLock, name: string): FindCandidate {
  return (reference) => {
    const key = lockKey(reference);
    const entry = images.get(key);
    if (entry === undefined)
      return Promise.reject(
        new AcgsError('registry/not-found', `${name} has no ${key}`, {
          next: ['run it once where there is a network, with --write'],
        }),
      );
    return Promise.resolve({
      digest: entry.digest,
      ...(entry.created === undefined ? {} : { created: new Date(entry.created) }),
    });
  };
}
