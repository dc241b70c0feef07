import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { kitProjectOptions } from '../../cli/kit-options.js';

export default class KitStatus extends AcgsCommand<typeof KitStatus> {
  static override summary = 'Show how the files of kits stand, and what is left to fill in';
  static override description =
    'Compares every file with what its kit rendered and would render now: edited, drift (a managed file that was edited), deleted; lists placeholders such as example.com and OWNER/REPO. Only reads, and exits with 0; `acgs kit check` judges.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  protected override async work(): Promise<Outcome> {
    const [{ kitStatus }, { passed }, { formatStatus, statusDocument }] = await Promise.all([
      import('../../actions/kit/kit-status.js'),
      import('../../cli/outcomes.js'),
      import('../../output/kit/format-status.js'),
    ]);
    const status = await kitStatus(kitProjectOptions(this.flags, this.config.version));
    return passed(this.flags, statusDocument(status), () => formatStatus(status));
  }
}
