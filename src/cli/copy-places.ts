import { copyImage, type CopyReport, type Place } from '../actions/copy.js';
import { type ReadableImage } from '../actions/image-place.js';
import { verifyImage } from '../actions/verify.js';
import { AcgsError } from '../model/errors.js';
import { EXIT } from '../model/exit-code.js';
import { type RegistryOptions } from '../registry/options.js';
import { layoutPlace } from './image-places.js';
import { asksToVerify } from './policy-flags.js';
import { type VerifyFlags, verifyOptions } from './verify-places.js';

export interface CopyFlags extends VerifyFlags {
  readonly layout?: string | undefined;
  readonly tag?: readonly string[] | undefined;
}

const LAYOUT = 'oci:';

/**
 * Copies what the command line names. Any flag that speaks of verification asks for one, so half a policy is an error and never
 * an unverified copy.
 * @throws AcgsError `usage/invalid`, `verify/*` (nothing is copied then), `registry/*`
 */
export async function copyPlaces(
  operands: readonly string[],
  flags: CopyFlags,
  registry: RegistryOptions,
): Promise<CopyReport> {
  const words = operands.map(placeOf);
  const [from, ...to] = flags.layout === undefined ? words : [layoutPlace(flags.layout), ...words];
  if (from === undefined || to.length === 0)
    throw new AcgsError('usage/invalid', 'expected an image and where to copy it, got too few', {
      next: ['write: acgs copy IMAGE DESTINATION…', 'or: acgs copy --layout DIR DESTINATION…'],
    });
  const verify = await verification(flags);
  return await copyImage({
    from,
    to,
    registry,
    ...(flags.tag === undefined ? {} : { tags: flags.tag }),
    ...(verify === undefined ? {} : { verify }),
  });
}

function placeOf(word: string): Place {
  return word.startsWith(LAYOUT)
    ? layoutPlace(word.slice(LAYOUT.length))
    : { kind: 'registry', reference: word };
}

async function verification(
  flags: CopyFlags,
): Promise<((image: ReadableImage) => Promise<void>) | undefined> {
  const said =
    asksToVerify(flags) || flags.require !== undefined || flags.recursive === true || flags.deep === true;
  if (!said) return undefined;
  const options = await verifyOptions(flags);
  return async (image) => {
    const { verified, failure } = await verifyImage(image, options);
    if (verified) return;
    throw new AcgsError(
      'verify/failed',
      `nothing was copied: ${failure?.message ?? `${image.name} is not verified`}`,
      { next: failure?.next ?? [], exit: EXIT.unverified },
    );
  };
}
