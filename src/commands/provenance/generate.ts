import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { registryFlags } from '../../cli/flags.js';
import { buildFlags } from '../../cli/release-flags.js';
import { operand } from '../../cli/operand.js';

export default class ProvenanceGenerate extends AcgsCommand<typeof ProvenanceGenerate> {
  static override summary = 'State how the images of services were built, as SLSA provenance';
  static override description =
    'The pipeline until its step `provenance`: writes provenance.json, an in-toto statement, into the folder of each service. It is not signed: `acgs release` does that.';
  static override examples = [
    '<%= config.bin %> provenance generate',
    '<%= config.bin %> provenance generate api',
  ];
  static override strict = false;
  static override args = { service: operand('services (default: all)') };
  static override flags = { ...buildFlags, ...registryFlags };

  protected override async work(): Promise<Outcome> {
    const { releaseUntil } = await import('../../cli/release-until.js');
    return await releaseUntil('provenance', this.operands, this.flags, this.config.version);
  }
}
