import { type Place } from '../actions/copy.js';
import { type Inspection, inspectImage } from '../actions/inspect.js';
import { quoted } from '../actions/inspect/signer-hint.js';
import { openWithEvidence } from '../evidence/stores/evidence-repository.js';
import { parseReference } from '../model/reference.js';
import { type RegistryOptions } from '../registry/options.js';
import { openPlace } from './image-places.js';

/** Looks at images one after the other. @throws AcgsError as {@link inspectImage} */
export async function inspectPlaces(
  places: readonly Place[],
  registry: RegistryOptions,
): Promise<readonly Inspection[]> {
  const found: Inspection[] = [];
  for (const place of places) {
    const { source, root, name } = await openPlace(place, registry);
    found.push(
      await inspectImage(
        place.kind === 'registry'
          ? { source, root, name, evidenceSource: evidenceOf(place.reference, registry) }
          : { source, root, name, argument: `--layout ${quoted(name)}` },
      ),
    );
  }
  return found;
}

/** The repository that holds the evidence: the image's own, or that of COSIGN_REPOSITORY. */
function evidenceOf(
  reference: string,
  registry: RegistryOptions,
): ReturnType<typeof openWithEvidence>['evidence'] {
  return openWithEvidence(parseReference(reference), registry).evidence;
}
