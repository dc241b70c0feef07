import { z } from 'zod';
import { smoke as smokeImage } from '../../actions/smoke.js';
import { smokeSettingsOf } from '../../actions/smoke-settings.js';
import { parsePlatform } from '../../model/platform.js';
import { digestSchema } from '../artifact-schema.js';
import { manifestOf } from '../platform-image.js';
import { skipped } from '../step.js';
import { engineTool } from '../tools/engine-tool.js';
import { defineStep } from '../world.js';
import { build } from './build.js';

/** Runs the image as production would, and waits until it is healthy. */
export const smoke = defineStep({
  id: 'smoke',
  title: 'Run the image as production would',
  per: 'platform',
  waits: true,
  needs: [build],
  output: z.object({
    config: digestSchema,
    observed: z.enum(['healthy', 'running', 'exit0']),
    warnings: z.array(z.string()),
  }),
  requires: () => [engineTool],
  skip: ({ service }) => (service.settings.smoke === false ? 'smoke: false in acgs.yaml' : undefined),
  plan: ({ service, platform }) => [
    {
      kind: 'engine',
      detail: `run ${service.name} (${platform}) read-only and without capabilities, then remove it`,
      leaves: false,
    },
  ],
  fingerprint({ build: { artifact } }, { service, platform }) {
    return { config: manifestOf(artifact, platform).config, settings: smokeSettingsOf(service.settings) };
  },
  async run({ build: { artifact } }, { run, service, platform, signal, emit, later }) {
    const outcome = await smokeImage({
      artifact,
      root: run.root,
      platform: parsePlatform(platform),
      settings: smokeSettingsOf(service.settings),
      signal,
      later,
      onLine: (line) => {
        emit.line(line);
      },
    });
    if (outcome.status === 'skipped') return skipped(outcome.reason);
    outcome.warnings.forEach((warning) => {
      emit.warning(warning);
    });
    return {
      config: manifestOf(artifact, platform).config,
      observed: outcome.observed,
      warnings: [...outcome.warnings],
    };
  },
});
