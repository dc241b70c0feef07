import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { registryFlags } from '../cli/flags.js';
import { buildFlags } from '../cli/release-flags.js';
import { operand } from '../cli/operand.js';

export default class Build extends AcgsCommand<typeof Build> {
  static override summary = 'Lint and build the images of services, each into an OCI layout';
  static override description =
    'The pipeline until its step `build`: nothing is signed, nothing leaves this machine. What has not changed is not built again.';
  static override examples = [
    '<%= config.bin %> build',
    '<%= config.bin %> build api --platform linux/amd64,linux/arm64',
    '<%= config.bin %> build --builder remote --json',
  ];
  static override strict = false;
  static override args = { service: operand('services to build (default: all)') };
  static override flags = { ...buildFlags, ...registryFlags };

  protected override async work(): Promise<Outcome> {
    const { releaseUntil } = await import('../cli/release-until.js');
    return await releaseUntil('build', this.operands, this.flags, this.config.version);
  }
}
