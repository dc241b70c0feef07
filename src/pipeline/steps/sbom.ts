import { join } from 'node:path';
import { platformSbomResult } from '../../actions/scan/scan-result.js';
import { sbom as inventory } from '../../actions/sbom.js';
import { areThere, assertThere, outputPath } from '../evidence-file.js';
import { assertSamePlatform, manifestOf, platformImage } from '../platform-image.js';
import { trivyTool } from '../tools/trivy-tool.js';
import { defineStep } from '../world.js';
import { build } from './build.js';

/** Lists what one platform of the image holds, as CycloneDX and SPDX. */
export const sbom = defineStep({
  id: 'sbom',
  title: 'List what is in the image',
  per: 'platform',
  needs: [build],
  output: platformSbomResult,
  requires: ({ run }) => [trivyTool(run.trivy)],
  // First looks at images take turns: who waits for one must not take another's place.
  exclusive: ({ run, service, platform }) => run.trivy.caches.neededFor(service.settings.image, platform),
  plan: ({ run, service, platform }) =>
    run.configuration.sbom.formats.map((format) => ({
      kind: 'file' as const,
      detail: `write the ${format} inventory of ${service.name} for ${platform} into ${service.output}`,
      leaves: false,
    })),
  async fingerprint({ build: { artifact } }, { run, platform }) {
    return {
      config: manifestOf(artifact, platform).config,
      manifest: manifestOf(artifact, platform).manifest,
      formats: run.configuration.sbom.formats,
      trivy: (await run.trivy.trivy()).version,
    };
  },
  outputsThere: async ({ files }, _inputs, { run, service }) =>
    await areThere(run, service, Object.values(files)),
  async recheck({ files, manifest }, { build: { artifact } }, { run, service, platform }) {
    assertSamePlatform(artifact, platform, manifest);
    await assertThere(run, service, Object.values(files));
    return undefined;
  },
  run: async ({ build: { artifact } }, { run, service, platform, free }) =>
    await inventory({
      session: run.trivy,
      formats: run.configuration.sbom.formats,
      layout: join(run.root, artifact.layout),
      image: service.settings.image,
      platform: await platformImage(run, artifact, platform),
      platforms: artifact.platforms.length,
      output: outputPath(run, service),
      onLooked: () => {
        free(run.trivy.caches.laneOf(service.settings.image, platform));
      },
    }),
});
