import { parseReference } from '../../model/reference.js';
import { copyContent } from '../../registry/copy.js';
import { Layout } from '../../registry/layout.js';
import { type RegistryOptions } from '../../registry/options.js';
import { openRepository } from '../../registry/repository.js';
import { type FetchImage } from './open-image.js';

/** Fetches images from their registry, every byte checked by digest; their evidence is left where it is. */
export function fetchFrom(options: RegistryOptions): FetchImage {
  return async (text, folder) => {
    const reference = parseReference(text);
    const layout = await Layout.init(folder);
    const { root } = await copyContent(
      openRepository(reference, options),
      layout,
      reference.digest ?? reference.tag ?? 'latest',
      { referrers: false },
    );
    return root.digest;
  };
}
