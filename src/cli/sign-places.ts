import { type EvidenceFormat } from '../actions/attach-legacy.js';
import { type Place } from '../actions/copy.js';
import { signImage, type SignResult } from '../actions/sign.js';
import { type RegistryOptions } from '../registry/options.js';
import { keyValues } from './key-values.js';
import { openPlace } from './image-places.js';
import { requireSigner } from './require-signer.js';
import { type SignerFlags } from './signer-flags.js';

export interface SignFlags extends SignerFlags {
  readonly format: string;
  readonly recursive?: boolean | undefined;
  readonly annotations?: readonly string[] | undefined;
}

/**
 * Signs images, one after the other; all of them are found before the first is signed, so that a slip in a name signs nothing.
 * @throws AcgsError `sign/no-signer`, `key/*`, `registry/*`
 */
export async function signPlaces(
  places: readonly Place[],
  flags: SignFlags,
  registry: RegistryOptions,
): Promise<readonly SignResult[]> {
  const annotations =
    flags.annotations === undefined ? undefined : keyValues(flags.annotations, '--annotations');
  const format = flags.format as EvidenceFormat;
  const signer = await requireSigner(flags, {
    format,
    ...(registry.signal === undefined ? {} : { signal: registry.signal }),
  });
  const images = await Promise.all(places.map(async (place) => await openPlace(place, registry)));
  const results: SignResult[] = [];
  for (const image of images)
    results.push(
      await signImage(image, {
        signer,
        recursive: flags.recursive === true,
        format,
        ...(annotations === undefined ? {} : { annotations }),
      }),
    );
  return results;
}
