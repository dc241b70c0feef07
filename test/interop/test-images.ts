import { afterAll, beforeAll } from 'vitest';
import { Repository } from '../../src/registry/repository.js';
import { putTestImage, type TestImage } from '../actions/test-image.js';
import { type Registry, startRegistry } from '../bench/registry.js';

/** An image in a registry, with the name that every tool takes: by the digest of its index. */
export interface NamedImage extends TestImage {
  readonly name: string;
}

/** Gives a block of tests a registry of its own, and each test that asks an image nobody has touched. */
export function freshImages(prefix: string, referrers: boolean): () => Promise<NamedImage> {
  let registry: Registry;
  let number = 0;
  beforeAll(async () => {
    registry = await startRegistry({ referrers });
  });
  afterAll(() => registry.stop());
  return async () => {
    number += 1;
    const repository = new Repository(registry.address, `acme/${prefix}-${number}`);
    const image = await putTestImage(repository, `${prefix} ${String(referrers)} ${number}`);
    return { ...image, name: `${repository.name}@${image.index}` };
  };
}
