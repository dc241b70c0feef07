import { join } from 'node:path';
import { loadIgnores } from '../../actions/scan/load-ignores.js';
import { platformScanResult } from '../../actions/scan/scan-result.js';
import { scanParameters } from '../../actions/scan/trivy-settings.js';
import { scan as scanImage } from '../../actions/scan.js';
import { timestamp } from '../../system/clock.js';
import { areThere, assertThere, outputPath } from '../evidence-file.js';
import { assertSamePlatform, manifestOf, platformImage } from '../platform-image.js';
import { trivyTool } from '../tools/trivy-tool.js';
import { defineStep } from '../world.js';
import { build } from './build.js';

/** Looks for known vulnerabilities in one platform of the image; decides nothing. */
export const scan = defineStep({
  id: 'scan',
  title: 'Scan for known vulnerabilities',
  per: 'platform',
  needs: [build],
  output: platformScanResult,
  requires: ({ run }) => [trivyTool(run.trivy)],
  // First looks at images take turns: who waits for one must not take another's place.
  exclusive: ({ run, service, platform }) => run.trivy.caches.neededFor(service.settings.image, platform),
  async check({ run }) {
    // Fetching it would be an effect; a dry run only says that it would be fetched.
    if (run.mode === 'run') await run.trivy.database();
    return undefined;
  },
  plan: ({ run, service, platform }) => [
    {
      kind: 'network',
      detail: `make sure that Trivy's vulnerability database is at most ${run.configuration.scan.maxDbAge} old`,
      leaves: false,
    },
    {
      kind: 'file',
      detail: `write scan.json and scan.sarif of ${service.name} for ${platform} into ${service.output}`,
      leaves: false,
    },
  ],
  async fingerprint({ build: { artifact } }, { run, platform }) {
    const { scan: settings } = run.configuration;
    const ignores = await loadIgnores(run.root, settings.ignorefile);
    const { facts } = await run.trivy.database();
    return {
      config: manifestOf(artifact, platform).config,
      manifest: manifestOf(artifact, platform).manifest,
      trivy: (await run.trivy.trivy()).version,
      database: facts,
      parameters: scanParameters(settings),
      ignores: ignores.entries,
      // An entry that expires changes what SARIF shows from one day to the next.
      day: ignores.entries.length === 0 ? null : timestamp().slice(0, 10),
    };
  },
  outputsThere: async ({ files }, _inputs, { run, service }) =>
    await areThere(run, service, Object.values(files)),
  async recheck({ files, manifest }, { build: { artifact } }, { run, service, platform }) {
    assertSamePlatform(artifact, platform, manifest);
    await assertThere(run, service, Object.values(files));
    return undefined;
  },
  async run({ build: { artifact } }, { run, service, platform, emit, free }) {
    const { scan: settings } = run.configuration;
    const { report: _report, ...result } = await scanImage({
      session: run.trivy,
      settings,
      layout: join(run.root, artifact.layout),
      image: service.settings.image,
      platform: await platformImage(run, artifact, platform),
      platforms: artifact.platforms.length,
      output: outputPath(run, service),
      ignores: await loadIgnores(run.root, settings.ignorefile),
      onLooked: () => {
        free(run.trivy.caches.laneOf(service.settings.image, platform));
      },
    });
    result.warnings.forEach((warning) => {
      emit.warning(warning);
    });
    return result;
  },
});
