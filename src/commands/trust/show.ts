import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { text } from '../../cli/flags.js';

export default class TrustShow extends AcgsCommand<typeof TrustShow> {
  static override summary = 'Show the authorities and logs that would be believed';
  static override description =
    'With their windows, where they come from, how old they are and when they expire. Opens no connection.';
  static override examples = [
    '<%= config.bin %> trust show',
    '<%= config.bin %> trust show --trusted-root trusted_root.json --json',
  ];
  static override flags = {
    'trusted-root': text('trusted-root', 'a trusted_root.json', { helpValue: 'FILE' }),
    'tuf-mirror': text('tuf-mirror', 'what was fetched from this TUF repository', { helpValue: 'URL' }),
  };

  protected override async work(): Promise<Outcome> {
    const [{ showTrust }, { passed }, { formatTrust }] = await Promise.all([
      import('../../actions/trust.js'),
      import('../../cli/outcomes.js'),
      import('../../output/trust/format-trust.js'),
    ]);
    const { 'trusted-root': trustedRoot, 'tuf-mirror': mirror } = this.flags;
    const report = await showTrust({
      ...(trustedRoot === undefined ? {} : { trustedRoot }),
      ...(mirror === undefined ? {} : { mirror }),
    });
    return passed(this.flags, report, (paint) => formatTrust(report, paint));
  }
}
