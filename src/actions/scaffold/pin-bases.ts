import basesLock from '../../../templates/dockerfile/bases.lock.json' with { type: 'json' };
import { type ScaffoldBase } from '../../model/scaffolding.js';
import { type RegistryOptions } from '../../registry/options.js';
import { type RegistryAnswer } from './ask-digest.js';

/** What tags named some day before acgs was released, each with the place that says so. It is ours: a test checks it. */
type BasesLock = Readonly<
  Record<
    string,
    | {
        readonly digest: string;
        /** Day on which that image was made, `YYYY-MM-DD`: how old the pin is. */
        readonly seen: string;
        readonly source: string;
      }
    | undefined
  >
>;

export interface Pinned {
  readonly bases: readonly ScaffoldBase[];
  readonly warnings: readonly string[];
}

/**
 * The digest of each image: what the registry says now, else what the lock says, else none, with a warning. Never invented.
 * @param options.offline asks no registry
 */
export async function pinBases(
  images: readonly string[],
  options: { readonly offline: boolean; readonly registry: RegistryOptions },
): Promise<Pinned> {
  const lock: BasesLock = basesLock;
  const warnings: string[] = [];
  const bases = await Promise.all(
    images.map(async (image): Promise<ScaffoldBase> => {
      const answer = options.offline ? { why: 'offline' } : await askRegistry(image, options.registry);
      if (answer.digest !== undefined) return { image, digest: answer.digest, from: 'registry' };
      const locked = lock[image];
      const because = answer.why === undefined ? '' : ` (${answer.why})`;
      if (locked === undefined) {
        warnings.push(
          `${image} is not pinned: its registry does not tell its digest${because}; pin it with \`acgs dockerfile pin\``,
        );
        return { image, from: 'tag' };
      }
      warnings.push(
        `${image} is pinned to the image of ${locked.seen}${because}; \`acgs dockerfile pin\` renews it`,
      );
      return { image, digest: locked.digest, from: 'lock' };
    }),
  );
  return { bases, warnings: warnings.sort() };
}

/** The registry's client is loaded only where one is asked. */
async function askRegistry(image: string, registry: RegistryOptions): Promise<RegistryAnswer> {
  const { askDigest } = await import('./ask-digest.js');
  return await askDigest(image, registry);
}
