import { effectiveDocument } from '../config/effective.js';
import { canonicalJson } from '../model/canonical-json.js';
import { type Digest, digestOf } from '../model/digest.js';
import { type ReleaseRun, type ReleaseService } from './world.js';

/** Digest of what the configuration says of a service's image: with the commit it tells whether two releases are one. */
export function configurationDigest(run: ReleaseRun, service: ReleaseService): Digest {
  const { constitutionalHash, edition, lint, scan, sbom, services } = effectiveDocument(run.configuration);
  const own = (services as Readonly<Record<string, unknown>>)[service.name];
  return digestOf(canonicalJson({ constitutionalHash, edition, lint, scan, sbom, service: own }));
}
