import { basename, resolve } from 'node:path';
import { attestImage, type AttestResult } from '../actions/attest.js';
import { type EvidenceFormat } from '../actions/attach-legacy.js';
import { type Place } from '../actions/copy.js';
import { readPredicate } from '../actions/read-predicate.js';
import { parseReference } from '../model/reference.js';
import { type RegistryOptions } from '../registry/options.js';
import { openPlace } from './image-places.js';
import { requireSigner } from './require-signer.js';

export interface AttestFlags {
  readonly key?: string | undefined;
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
  { key, type, format, predicate: file }: AttestFlags,
  registry: RegistryOptions,
): Promise<Omit<AttestResult, 'bundle'>> {
  const predicate = await readPredicate(type, file);
  const signer = await requireSigner(key === undefined ? {} : { key });
  const image = await openPlace(place, registry);
  const { bundle: _bundle, ...result } = await attestImage(
    image,
    { ...predicate, name: subjectName(place) },
    signer,
    format as EvidenceFormat,
  );
  return result;
}

/** As cosign names it: the repository; for a layout, its folder. */
function subjectName(place: Place): string {
  if (place.kind === 'layout') return basename(resolve(place.folder));
  const { registry, repository } = parseReference(place.reference);
  return `${registry}/${repository}`;
}
