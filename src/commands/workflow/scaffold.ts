import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { conflictFlag, kitProjectOptions } from '../../cli/kit-options.js';

/** The kits whose files are GitHub workflows. */
const WORKFLOW_KITS = ['github-release', 'github-scan'];

export default class WorkflowScaffold extends AcgsCommand<typeof WorkflowScaffold> {
  static override summary = 'Write the GitHub workflows: release, gate, scan';
  static override description = `Short for \`acgs kit add ${WORKFLOW_KITS.join(' ')}\`: rendered from acgs.yaml, updated and checked as every kit is. Answers go
into acgs.yaml below kits.github-release and kits.github-scan, or by \`acgs kit add --set\`.

EXIT CODES
  0  done, or nothing to change
  2  a wrong acgs.yaml
  3  a file is in the way, or was edited where the kit changes it too: nothing was written`;
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = { conflict: conflictFlag };

  protected override async work(): Promise<Outcome> {
    const [{ addKits }, { presentKitChanges }] = await Promise.all([
      import('../../actions/kit/add-kits.js'),
      import('../../cli/present-kit-changes.js'),
    ]);
    const changes = await addKits({
      ...kitProjectOptions(this.flags, this.config.version),
      names: WORKFLOW_KITS,
      set: {},
      conflict: this.flags.conflict as 'refuse' | 'inline',
    });
    return presentKitChanges(this.flags, changes);
  }
}
