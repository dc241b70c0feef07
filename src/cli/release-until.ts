import { type PipelineFlags, releaseCommand } from '../pipeline/request/release-command.js';
import { type Outcome } from './acgs-command.js';
import { presentRelease } from './present-release.js';
import { type RegistryFlags, registryOptions } from './registry-options.js';

type Flags = PipelineFlags &
  RegistryFlags & {
    readonly quiet: boolean;
    readonly verbose: boolean;
    readonly events?: string | undefined;
  };

/** Runs the pipeline as far as one step: the commands that are a part of a release. */
export async function releaseUntil(
  step: 'build' | 'provenance',
  services: readonly string[],
  flags: Flags,
  acgsVersion: string,
): Promise<Outcome> {
  const { quiet, verbose, events } = flags;
  const shown = { quiet, verbose, events };
  return await presentRelease(shown, (sinks, htmlReport) =>
    releaseCommand({
      services,
      flags: { ...flags, until: step },
      registry: registryOptions(flags),
      cwd: process.cwd(),
      acgsVersion,
      sinks,
      htmlReport,
    }),
  );
}
