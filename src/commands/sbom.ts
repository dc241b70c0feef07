import { string } from '@oclif/core/flags';
import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { text } from '../cli/flags.js';
import { imageFlags } from '../cli/scan-flags.js';
import { operand } from '../cli/operand.js';

export default class Sbom extends AcgsCommand<typeof Sbom> {
  static override summary = 'Write the inventory (SBOM) of an image';
  static override description =
    'Each platform by itself, on bytes checked by digest: one inventory to standard output or a file, several into a folder.';
  static override examples = [
    '<%= config.bin %> sbom ghcr.io/acme/api:1.2.3 --platform linux/amd64',
    '<%= config.bin %> sbom --layout dist/release/api/image --format spdx -o sbom.spdx.json',
    '<%= config.bin %> sbom ghcr.io/acme/api:1.2.3 --format cyclonedx,spdx -o sboms/',
  ];
  static override args = { image: operand('image, e.g. ghcr.io/acme/api:1.2.3') };
  static override flags = {
    format: string({
      char: 'f',
      description: 'form of the inventory',
      options: ['cyclonedx', 'spdx'],
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      default: ['cyclonedx'],
      env: 'ACGS_FORMAT',
    }),
    output: text('output', 'write it to a file, or all of them into a folder', {
      char: 'o',
      helpValue: 'PATH',
    }),
    ...imageFlags,
  };

  protected override async work(): Promise<Outcome> {
    const [{ runSbom }, { projectConfiguration }, { interruptible }] = await Promise.all([
      import('../cli/run-sbom.js'),
      import('../cli/project.js'),
      import('../cli/interruptible.js'),
    ]);
    const configuration = await projectConfiguration(this.flags.config, this.config.version);
    const { document, ...made } = await interruptible((signal) =>
      runSbom(this.operands, this.flags, configuration, signal),
    );
    const [{ passed }, { sbomText }] = await Promise.all([
      import('../cli/outcomes.js'),
      import('../cli/sbom-text.js'),
    ]);
    if (document === undefined) return passed(this.flags, made, () => sbomText(made));
    // The inventory is data: --quiet is about what is said beside it.
    const inventory = JSON.parse(document) as unknown;
    return passed({}, { ...made, inventory }, () => document);
  }
}
