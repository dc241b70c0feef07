import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { conflictFlag, kitProjectOptions } from '../../cli/kit-options.js';
import { operand } from '../../cli/operand.js';

export default class KitUpdate extends AcgsCommand<typeof KitUpdate> {
  static override summary = 'Bring the kits of the project to this acgs and this acgs.yaml';
  static override description = `Your edits of merge files stay: YAML is merged by document and field, other files by line. Deleted files are restored, files
that a kit has no longer are removed unless you edited them. A managed file that was edited, or a conflict, stops all of it.

EXIT CODES
  0  done, or nothing to change
  2  a kit that the project does not have, a wrong acgs.yaml or lock
  3  drift or a conflict: shown, and nothing was written`;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> rollouts --conflict inline',
  ];
  static override strict = false;
  static override args = { name: operand('kits to update (default: all of the project)') };
  static override flags = { conflict: conflictFlag };

  protected override async work(): Promise<Outcome> {
    const [{ updateKits }, { presentKitChanges }] = await Promise.all([
      import('../../actions/kit/update-kits.js'),
      import('../../cli/present-kit-changes.js'),
    ]);
    const changes = await updateKits({
      ...kitProjectOptions(this.flags, this.config.version),
      names: this.operands,
      conflict: this.flags.conflict as 'refuse' | 'inline',
    });
    return presentKitChanges(this.flags, changes);
  }
}
