import { join } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { readText } from '../system/files.js';
import { callTrivy, imageArguments } from './call-trivy.js';
import { type LayoutPlatform } from './layout-image.js';
import { INPUT_NAME, withPlatformLayout } from './platform-layout.js';
import { nameInventory, type SbomFormat } from './name-inventory.js';
import { REPORT_LIMIT } from './scan-platform.js';
import { type TrivySession } from './trivy-session.js';

const TRIVY_FORMAT = { cyclonedx: 'cyclonedx', spdx: 'spdx-json' } as const;

/** Inventories of one platform, by format. */
export type PlatformInventories = Partial<Record<SbomFormat, string>>;

/**
 * Makes the inventories of one platform. No vulnerability database takes part, so that a new database changes the scan
 * evidence only; the layers that the first format analysed are in the cache for the second and for the scan.
 * @throws AcgsError `trivy/*`, `evidence/tampered` (another image was read), `evidence/invalid`, `tool/failed`
 */
export async function sbomPlatform(
  session: TrivySession,
  target: {
    readonly layout: string;
    readonly image: string;
    readonly platform: LayoutPlatform;
    readonly formats: readonly SbomFormat[];
    /** Called when the layers have been looked at: what follows is quick and needs no other image's patience. */
    readonly onLooked?: () => void;
  },
): Promise<PlatformInventories> {
  const { platform } = target;
  return await session.caches.use(target, async (cacheDir) =>
    withPlatformLayout(
      target.layout,
      platform,
      async () => await session.scratch(),
      async (parent) => {
        const inventories: Partial<Record<SbomFormat, string>> = {};
        for (const format of target.formats) {
          const output = join(parent, `sbom.${format}.json`);
          await session.caches.look(target, async () => {
            await callTrivy(
              session,
              [
                ...imageArguments(session, cacheDir),
                ...['--input', INPUT_NAME, '--format', TRIVY_FORMAT[format], '--output', output],
              ],
              { cwd: parent, cacheDir },
            );
          });
          target.onLooked?.();
          const text = await readText(output, REPORT_LIMIT);
          if (!text.includes(platform.config))
            throw new AcgsError(
              'evidence/tampered',
              `the ${format} inventory of ${platform.name} speaks of another image: it does not name the config ${platform.config}`,
            );
          inventories[format] = nameInventory(text, format, {
            image: target.image,
            digest: platform.descriptor.digest,
            throwAwayName: INPUT_NAME,
            created: platform.created,
          });
        }
        return inventories;
      },
    ),
  );
}
