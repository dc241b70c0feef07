import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { keyFlag, text, toggle } from '../../cli/flags.js';
import { requiredOperand } from '../../cli/operand.js';

export default class SignBlob extends AcgsCommand<typeof SignBlob> {
  static override summary = 'Sign a file into a bundle';
  static override description = 'As `cosign sign-blob`: the file stays as it is, the bundle lies beside it.';
  static override examples = [
    '<%= config.bin %> sign blob --key cosign.key app.tar.gz --bundle app.tar.gz.sigstore.json',
  ];
  static override args = { file: requiredOperand('the file to sign') };
  static override flags = {
    key: keyFlag,
    bundle: text('bundle', 'where the bundle goes (default: FILE.sigstore.json)', { helpValue: 'FILE' }),
    yes: toggle('yes', 'accepted as in cosign; acgs asks nothing here', { char: 'y' }),
  };

  protected override async work(): Promise<Outcome> {
    const [{ signBlob }, { requireSigner }, { passed }] = await Promise.all([
      import('../../actions/sign-blob.js'),
      import('../../cli/require-signer.js'),
      import('../../cli/outcomes.js'),
    ]);
    const { key, bundle } = this.flags;
    const signer = await requireSigner({ ...(key === undefined ? {} : { key }) });
    const made = await signBlob({
      file: this.args.file,
      signer,
      ...(bundle === undefined ? {} : { bundle }),
    });
    return passed(this.flags, made, () => `Bundle: ${made.bundle}`);
  }
}
