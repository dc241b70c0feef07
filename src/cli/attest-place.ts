import { basename, resolve } from 'node:path';
import { attestImage, type AttestResult } from '../actions/attest.js';
import { type EvidenceFormat } from '../actions/attach-legacy.js';
import { type Place } from '../actions/copy.js';
import { readPredicate } from '../actions/read-predicate.js';
import { parseReference } from '../model/reference.js';
import { type RegistryOptions } from '../registry/options.js';
import { openPlace } from './image-places.js';
import { requireSigner } from './require-signer.js';
import { type SignerFlags } from './signer-flags.js';

export interface AttestFlags extends SignerFlags {
  readonly format: string;
  readonly type: string;
  readonly predicate: string;
}

/**
 * Attests a predicate about an image; the file is read and the key opened before the registry is asked for anything.
 * @throws AcgsError `sign/no-signer`, `key/*`, `usage/invalid`, `source/not-found`, `registry/*`
 */
export async function attestPlace(
  place: Place,
  flags: AttestFlags,
  registry: RegistryOptions,
): Promise<Omit<AttestResult, 'bundle'>> {
  const format = flags.format as EvidenceFormat;
  const predicate = await readPredicate(flags.type, flags.predicate);
  const signer = await requireSigner(flags, {
    format,
    ...(registry.signal === undefined ? {} : { signal: registry.signal }),
  });
  const image = await openPlace(place, registry);
  const { bundle: _bundle, ...result } = await attestImage(
    image,
    { ...predicate, name: subjectName(place) },
    signer,
    format,
  );
  return result;
}

/** As cosign names it: the repository; for a layout, its folder. */
function subjectName(place: Place): string {
  if (place.kind === 'layout') return basename(resolve(place.folder));
  const { registry, repository } = parseReference(place.reference);
  return `${registry}/${repository}`;
}
