import { type SbomImageResult } from '../actions/sbom/sbom-image.js';
import { formatSbom } from '../output/sbom/format-sbom.js';

/** Which inventories were written. */
export function sbomText({ image, platforms }: Omit<SbomImageResult, 'document'>): string {
  return formatSbom({
    image,
    files: platforms.flatMap(({ platform, files }) =>
      (['cyclonedx', 'spdx'] as const).flatMap((format) => {
        const file = files[format];
        return file === undefined ? [] : [{ platform, format, name: file.name, digest: file.digest }];
      }),
    ),
  });
}
