import { join } from 'node:path';
import { type ScanSettings } from '../../config/configuration.js';
import { AcgsError } from '../../model/errors.js';
import { type SbomFormat } from '../../scan/name-inventory.js';
import { TrivySession } from '../../scan/trivy-session.js';
import { readText } from '../../system/files.js';
import { sbom } from '../sbom.js';
import { type FetchImage, type ImageTarget, openImage } from '../scan/open-image.js';
import { type PlatformSbomResult } from '../scan/scan-result.js';
import { trivyOptionsFrom } from '../scan/trivy-settings.js';

const LARGEST = 128 * 1024 * 1024;

export interface SbomImageOptions {
  readonly target: ImageTarget;
  readonly fetch: FetchImage;
  /** Only these platforms; empty: all. */
  readonly platforms: readonly string[];
  readonly settings: ScanSettings;
  readonly formats: readonly SbomFormat[];
  readonly root: string;
  /** Folder for the files; without it the one inventory is returned as `document`. */
  readonly output?: string;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export interface SbomImageResult {
  readonly image: string;
  readonly digest: string;
  readonly platforms: readonly PlatformSbomResult[];
  readonly document?: string;
}

/**
 * `acgs sbom`: the inventories of an image, into a folder, or one of them as a document.
 * @throws AcgsError as {@link sbom} and {@link openImage}; `usage/invalid` when one document is asked of several
 */
export async function sbomImage(options: SbomImageOptions): Promise<SbomImageResult> {
  const { settings, root, formats, signal, onLine } = options;
  const session = new TrivySession(
    trivyOptionsFrom(settings, root, {
      ...(signal === undefined ? {} : { signal }),
      ...(onLine === undefined ? {} : { onLine }),
    }),
  );
  try {
    const image = await openImage(options.target, options.platforms, session, options.fetch);
    if (options.output === undefined && image.platforms.length * formats.length !== 1)
      throw new AcgsError(
        'usage/invalid',
        `expected one platform and one format for standard output, got ${image.platforms.length} and ${formats.length}`,
        { next: ['choose them with --platform and --format', 'or name a folder with --output'] },
      );
    const output = options.output ?? join(await session.scratch(), 'out');
    const platforms = await Promise.all(
      image.platforms.map(
        async (platform) =>
          await sbom({
            session,
            formats,
            output,
            layout: image.layout,
            image: image.name,
            platform,
            platforms: image.platforms.length,
          }),
      ),
    );
    const [only] = platforms;
    const file = only?.files.cyclonedx ?? only?.files.spdx;
    return {
      image: image.name,
      digest: image.digest,
      platforms,
      ...(options.output !== undefined || file === undefined
        ? {}
        : { document: await readText(join(output, file.name), LARGEST) }),
    };
  } finally {
    await session.close();
  }
}
