import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { toggle } from '../../cli/flags.js';
import { kitProjectOptions } from '../../cli/kit-options.js';

export default class KitCheck extends AcgsCommand<typeof KitCheck> {
  static override summary =
    'Judge the files of kits: drift, syntax, schemas, and the validators that are installed';
  static override description = `Kubernetes objects are held against schemas of Kubernetes 1.34 to 1.37 and of the custom resources that kits render, AWS
resources against the names of their arguments; both ship with acgs. Programs that the kits name (promtool, actionlint, opa…) are
run where they are installed. No connection is opened, and nothing is written.

EXIT CODES
  0  nothing found
  2  a wrong acgs.yaml or lock
  3  drift, or something was found
  5  --strict: something could not be run`;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --strict',
  ];
  static override flags = { strict: toggle('strict', 'fail where a validator could not be run') };

  protected override async work(): Promise<Outcome> {
    const [{ checkKits }, { interruptible }, { presentKitCheck }] = await Promise.all([
      import('../../actions/kit/check-kits.js'),
      import('../../cli/interruptible.js'),
      import('../../cli/present-kit-check.js'),
    ]);
    const options = kitProjectOptions(this.flags, this.config.version);
    const check = await interruptible((signal) => checkKits({ ...options, signal }));
    return presentKitCheck(this.flags, check);
  }
}
