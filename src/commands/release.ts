import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { operand } from '../cli/operand.js';
import { withOptionalValue } from '../cli/optional-value.js';
import { releaseFlags } from '../cli/release-flags.js';

export default class Release extends AcgsCommand<typeof Release> {
  static override summary = 'Build, test, scan, sign, publish and verify the services of a repository';
  static override description =
    'Runs the pipeline: lint, build, smoke, sbom, scan, provenance, gate, sign, attest, push, verify, tag. Local unless --push is given. What has not changed is not done again.';
  static override examples = [
    '<%= config.bin %> release',
    '<%= config.bin %> release --key cosign.key',
    '<%= config.bin %> release --push --key cosign.key --registry ghcr.io/acme',
    '<%= config.bin %> release api --until gate',
    '<%= config.bin %> release --resume',
  ];
  static override strict = false;
  static override args = { service: operand('services to release (default: all)') };
  static override flags = releaseFlags;

  static override words(argv: readonly string[]): string[] {
    return withOptionalValue(argv, '--resume', /^\d{8}T\d+Z-/, 'last');
  }

  protected override async work(): Promise<Outcome> {
    const { releaseCommand } = await import('../pipeline/request/release-command.js');
    const { presentRelease } = await import('../cli/present-release.js');
    const { registryOptions } = await import('../cli/registry-options.js');
    return await presentRelease(this.flags, (sinks, htmlReport) =>
      releaseCommand({
        services: this.operands,
        flags: this.flags,
        registry: registryOptions(this.flags),
        cwd: process.cwd(),
        acgsVersion: this.config.version,
        sinks,
        htmlReport,
      }),
    );
  }
}
