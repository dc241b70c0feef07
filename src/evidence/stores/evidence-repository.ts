import { parseReference, type Reference } from '../../model/reference.js';
import { type RegistryOptions } from '../../registry/options.js';
import { Repository } from '../../registry/repository.js';
import { variable } from '../../system/environment.js';

/**
 * Where the evidence of an image is kept: its own repository, or that of COSIGN_REPOSITORY (cosign's meaning: all
 * signatures go into that very repository).
 * @throws AcgsError `reference/invalid`
 */
export function evidenceRepositoryOf(
  image: Pick<Reference, 'registry' | 'repository'>,
): Pick<Reference, 'registry' | 'repository'> {
  const elsewhere = variable('COSIGN_REPOSITORY');
  if (elsewhere === undefined) return { registry: image.registry, repository: image.repository };
  const { registry, repository } = parseReference(elsewhere);
  return { registry, repository };
}

/** Opens the repository of an image, and the one that holds its evidence (the same object where they are one). */
export function openWithEvidence(
  image: Pick<Reference, 'registry' | 'repository'>,
  options: RegistryOptions = {},
): { readonly images: Repository; readonly evidence: Repository } {
  const images = new Repository(image.registry, image.repository, options);
  const place = evidenceRepositoryOf(image);
  const same = place.registry === image.registry && place.repository === image.repository;
  return { images, evidence: same ? images : new Repository(place.registry, place.repository, options) };
}
