import { type Place } from '../actions/copy.js';
import { type Inspection, inspectImage } from '../actions/inspect.js';
import { quoted } from '../actions/inspect/signer-hint.js';
import { type RegistryOptions } from '../registry/options.js';
import { withPlace } from './image-places.js';

/** Looks at images one after the other. @throws AcgsError as {@link inspectImage} */
export async function inspectPlaces(
  places: readonly Place[],
  registry: RegistryOptions,
): Promise<readonly Inspection[]> {
  const found: Inspection[] = [];
  for (const place of places) {
    const inspection = await withPlace(place, registry, ({ source, evidence, root, name }) =>
      inspectImage({
        ...{ source, evidence, root, name },
        ...(place.kind === 'layout' ? { argument: `--layout ${quoted(name)}` } : {}),
      }),
    );
    found.push(inspection);
  }
  return found;
}
