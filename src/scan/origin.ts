import { type TrivyReport, type TrivyResult, type TrivyVulnerability } from './report.js';

/** Whether a package came with the base image or with the application. */
export type Origin = 'base' | 'app';

/**
 * How the origin was told, the surest first: `layers` (the number of the base's layers is known), `history` (the base's
 * last CMD in the image's history), `package-type` (a guess: packages of the operating system come with the base).
 */
export type OriginBasis = 'layers' | 'history' | 'package-type';

/** Tells the origin of findings of one report. */
export interface OriginTeller {
  readonly basis: OriginBasis;
  originOf(vulnerability: TrivyVulnerability, result: TrivyResult): Origin;
}

/**
 * Chooses how to tell base from application.
 * @param baseLayers how many of the image's first layers are the base image's, where the build knows
 */
export function originTeller(report: TrivyReport, baseLayers?: number): OriginTeller {
  const diffIds = report.Metadata.DiffIDs ?? [];
  const known = baseLayers ?? layersOfGuessedBase(report);
  const byType = (result: TrivyResult): Origin => (result.Class === 'os-pkgs' ? 'base' : 'app');
  if (known === undefined || known > diffIds.length)
    return { basis: 'package-type', originOf: (_, result) => byType(result) };
  return {
    basis: baseLayers === undefined ? 'history' : 'layers',
    originOf: (vulnerability, result) => {
      const layer = diffIds.indexOf(vulnerability.Layer?.DiffID ?? '');
      return layer < 0 ? byType(result) : layer < known ? 'base' : 'app';
    },
  };
}

/**
 * Layers up to the last CMD that is followed by a layer: nearly every base image ends with a CMD, the shell's if nothing
 * else (the same guess as Trivy's GuessBaseImageIndex, pkg/fanal/image/image.go).
 */
function layersOfGuessedBase(report: TrivyReport): number | undefined {
  const history = report.Metadata.ImageConfig?.history ?? [];
  const lastLayer = history.findLastIndex((entry) => entry.empty_layer !== true);
  const command = history
    .slice(0, Math.max(0, lastLayer))
    .findLastIndex(
      (entry) =>
        entry.empty_layer === true && /^(?:\/bin\/sh -c #\(nop\)\s+)?CMD\b/.test(entry.created_by ?? ''),
    );
  if (command < 0) return undefined;
  return history.slice(0, command).filter((entry) => entry.empty_layer !== true).length;
}
