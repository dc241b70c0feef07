import { string } from '@oclif/core/flags';
import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { conflictFlag, kitProjectOptions } from '../../cli/kit-options.js';
import { operand } from '../../cli/operand.js';

export default class KitAdd extends AcgsCommand<typeof KitAdd> {
  static override summary = 'Render deployment kits into the project, wired to its release';
  static override description = `Files are rendered from acgs.yaml and the kit's answers alone; every answer has a default. A file that is there already is
adopted where that loses nothing, else nothing is written. Once more it changes nothing. --set writes answers into acgs.yaml,
below kits.NAME; without it acgs.yaml is not touched.

EXIT CODES
  0  done, or nothing to change
  2  no such kit, no such answer, a wrong acgs.yaml
  3  a file is in the way, or was edited where the kit changes it too: nothing was written`;
  static override examples = [
    '<%= config.bin %> <%= command.id %> github-release image-policy',
    '<%= config.bin %> <%= command.id %> rollouts --set steps=[10,50,100]',
  ];
  static override strict = false;
  static override args = { name: operand('kits to add, as `acgs kit list` names them') };
  static override flags = {
    set: string({
      description: 'an answer; dots between levels; for each kit named that has it',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'KEY=VALUE',
      env: 'ACGS_SET',
    }),
    conflict: conflictFlag,
  };

  protected override async work(): Promise<Outcome> {
    const [{ addKits }, { keyValues }, { presentKitChanges }] = await Promise.all([
      import('../../actions/kit/add-kits.js'),
      import('../../cli/key-values.js'),
      import('../../cli/present-kit-changes.js'),
    ]);
    const { set = [], conflict } = this.flags;
    const changes = await addKits({
      ...kitProjectOptions(this.flags, this.config.version),
      names: this.operands,
      set: keyValues(set, '--set'),
      conflict: conflict as 'refuse' | 'inline',
    });
    return presentKitChanges(this.flags, changes);
  }
}
