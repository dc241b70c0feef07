import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { kitProjectOptions } from '../../cli/kit-options.js';
import { operand } from '../../cli/operand.js';

export default class KitEject extends AcgsCommand<typeof KitEject> {
  static override summary = 'Make the files of kits yours: acgs knows them no longer';
  static override description =
    'The files stay byte for byte; their entries leave acgs.lock.json. Answers in acgs.yaml stay. `acgs kit add` takes the files back where they fit.';
  static override examples = ['<%= config.bin %> <%= command.id %> argocd'];
  static override strict = false;
  static override args = { name: operand('kits to eject') };

  protected override async work(): Promise<Outcome> {
    const [{ ejectKits }, { passed }, { visible }] = await Promise.all([
      import('../../actions/kit/eject-kits.js'),
      import('../../cli/outcomes.js'),
      import('../../system/redaction.js'),
    ]);
    const options = kitProjectOptions(this.flags, this.config.version);
    const files = await ejectKits({ ...options, names: this.operands });
    return passed(this.flags, { files }, () => files.map((file) => `yours now: ${visible(file)}`).join('\n'));
  }
}
