import { string } from '@oclif/core/flags';
import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { text, toggle } from '../cli/flags.js';
import { imageFlags, scanSettingFlags } from '../cli/scan-flags.js';
import { operand } from '../cli/operand.js';

export default class Scan extends AcgsCommand<typeof Scan> {
  static override summary = 'Scan an image for vulnerabilities, and decide as a release would';
  static override description =
    'Trivy, each platform by itself, on bytes checked by digest. Refuses findings of the severities of --fail-on that have a fix; no database, or one too old, is an error and never "nothing found".';
  static override examples = [
    '<%= config.bin %> scan ghcr.io/acme/api:1.2.3',
    '<%= config.bin %> scan --layout dist/release/api/image --format sarif -o scan.sarif',
    '<%= config.bin %> scan ghcr.io/acme/api:1.2.3 --write-ignores --expires 90d',
  ];
  static override args = { image: operand('image, e.g. ghcr.io/acme/api:1.2.3') };
  static override flags = {
    format: string({
      char: 'f',
      description: 'form of the result',
      options: ['table', 'json', 'sarif', 'cyclonedx', 'spdx-json'],
      default: 'table',
      env: 'ACGS_FORMAT',
    }),
    output: text('output', 'write the result to a file; into a folder: scan.json and scan.sarif', {
      char: 'o',
      helpValue: 'PATH',
    }),
    ...scanSettingFlags,
    'write-ignores': toggle('write-ignores', 'add what refuses to the ignore file'),
    expires: text('expires', 'when entries of --write-ignores expire (default 90d)', { helpValue: 'AGE' }),
    ...imageFlags,
  };

  protected override async work(): Promise<Outcome> {
    const [{ runScan }, { projectConfiguration }, { interruptible }] = await Promise.all([
      import('../cli/run-scan.js'),
      import('../cli/project.js'),
      import('../cli/interruptible.js'),
    ]);
    const configuration = await projectConfiguration(this.flags.config, this.config.version);
    const scanned = await interruptible((signal) =>
      runScan(this.operands, this.flags, configuration, signal),
    );
    const { presentScan } = await import('../cli/present-scan.js');
    return await presentScan(scanned, this.flags);
  }
}
