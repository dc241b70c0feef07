import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { text } from '../cli/flags.js';
import { kitProjectOptions } from '../cli/kit-options.js';

export default class Compliance extends AcgsCommand<typeof Compliance> {
  static override summary = 'List what carries the constitutional hash, and what does not';
  static override description = `Everything that is rendered (files of kits, their Kubernetes objects and pod templates), built (images and platforms in the
layouts of a release) and attested (the signatures and attestations in them, by an OCI annotation). The hash is a constant label of acgs.yaml: it marks
what belongs together, and proves nothing. -v lists what has it too.

EXIT CODES
  0  100 %, or acgs.yaml turns the hash off
  2  a wrong acgs.yaml or lock
  3  below 100 %`;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];
  static override flags = {
    output: text('output', 'folder of the releases (default dist/release)', { char: 'o', helpValue: 'DIR' }),
  };

  protected override async work(): Promise<Outcome> {
    const [{ compliance }, { AcgsError }, { failed, passed }, { formatCompliance }] = await Promise.all([
      import('../actions/compliance.js'),
      import('../model/errors.js'),
      import('../cli/outcomes.js'),
      import('../output/kit/format-compliance.js'),
    ]);
    const { output = 'dist/release', verbose } = this.flags;
    const result = await compliance({ ...kitProjectOptions(this.flags, this.config.version), output });
    const people = (): string => formatCompliance(result, verbose);
    const lacking = result.items.filter(({ met }) => !met).length;
    if (lacking === 0) return passed(this.flags, result, people);
    const error = new AcgsError(
      'compliance/refused',
      `${lacking} of ${result.items.length} lack the constitutional hash`,
    );
    return failed(this.flags, error, result, people, 'refused');
  }
}
