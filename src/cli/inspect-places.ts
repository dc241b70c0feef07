import { type Place } from '../actions/copy.js';
import { type Inspection, inspectImage } from '../actions/inspect.js';
import { quoted } from '../actions/inspect/signer-hint.js';
import { type RegistryOptions } from '../registry/options.js';
import { openPlace } from './image-places.js';

/** Looks at images one after the other. @throws AcgsError as {@link inspectImage} */
export async function inspectPlaces(
  places: readonly Place[],
  registry: RegistryOptions,
): Promise<readonly Inspection[]> {
  const found: Inspection[] = [];
  for (const place of places) {
    const { source, evidence, root, name } = await openPlace(place, registry);
    found.push(
      await inspectImage({
        ...{ source, evidence, root, name },
        ...(place.kind === 'layout' ? { argument: `--layout ${quoted(name)}` } : {}),
      }),
    );
  }
  return found;
}
