import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { text, toggle } from '../../cli/flags.js';

export default class TrustUpdate extends AcgsCommand<typeof TrustUpdate> {
  static override summary = 'Fetch the authorities and logs of a Sigstore, by TUF';
  static override description =
    'Starts from the root that acgs carries, or from --tuf-root for a mirror of your own. What does not verify, is older than what is there, or has expired, changes nothing.';
  static override examples = [
    '<%= config.bin %> trust update',
    '<%= config.bin %> trust update --tuf-mirror https://tuf.example --tuf-root root.json',
  ];
  static override flags = {
    'tuf-mirror': text('tuf-mirror', 'the TUF repository (default: the public Sigstore’s)', {
      helpValue: 'URL',
    }),
    'tuf-root': text('tuf-root', 'root.json of that repository', { helpValue: 'FILE' }),
    offline: toggle('offline', 'open no connection but to this machine'),
  };

  protected override async work(): Promise<Outcome> {
    const [{ refreshTrust }, { passed }, { formatTrust }] = await Promise.all([
      import('../../actions/trust.js'),
      import('../../cli/outcomes.js'),
      import('../../output/trust/format-trust.js'),
    ]);
    const { 'tuf-mirror': mirror, 'tuf-root': root } = this.flags;
    const report = await refreshTrust({
      ...(mirror === undefined ? {} : { mirror }),
      ...(root === undefined ? {} : { root }),
    });
    return passed(this.flags, report, (paint) => formatTrust(report, paint));
  }
}
