import { join } from 'node:path';
import { digestOf } from '../model/digest.js';
import { type LayoutPlatform } from '../scan/layout-image.js';
import { type SbomFormat } from '../scan/name-inventory.js';
import { sbomPlatform } from '../scan/sbom-platform.js';
import { type TrivySession } from '../scan/trivy-session.js';
import { writeFileAtomic } from '../system/files.js';
import { evidenceName } from './scan/evidence-names.js';
import { type PlatformSbomResult } from './scan/scan-result.js';

/** What the step `sbom` and `acgs sbom` need for one platform. Paths are absolute. */
export interface SbomOptions {
  readonly session: TrivySession;
  readonly formats: readonly SbomFormat[];
  readonly layout: string;
  /** Name for the inventory: a repository or reference. */
  readonly image: string;
  readonly platform: LayoutPlatform;
  readonly platforms: number;
  /** Called when Trivy has looked at the layers: it may look at the next image's. */
  readonly onLooked?: () => void;
  /** Folder for `sbom.cdx.json` and `sbom.spdx.json`. */
  readonly output: string;
}

const ENDING = { cyclonedx: 'cdx.json', spdx: 'spdx.json' } as const;

/**
 * Writes the inventories of one platform.
 * @throws AcgsError `trivy/missing`, `trivy/refused`, `evidence/tampered`, `evidence/invalid`, `tool/failed`, `file/failed`
 */
export async function sbom(options: SbomOptions): Promise<PlatformSbomResult> {
  const { session, platform, formats } = options;
  const inventories = await sbomPlatform(session, options);
  const files: { -readonly [Format in SbomFormat]?: { name: string; digest: ReturnType<typeof digestOf> } } =
    {};
  for (const format of formats) {
    const content = inventories[format];
    if (content === undefined) continue;
    const name = evidenceName('sbom', ENDING[format], platform.platform, options.platforms);
    await writeFileAtomic(join(options.output, name), content);
    files[format] = { name, digest: digestOf(content) };
  }
  return {
    platform: platform.name,
    manifest: platform.descriptor.digest,
    config: platform.config,
    tool: { name: 'trivy', version: (await session.trivy()).version },
    files,
  };
}
