import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { registryFlags, text } from '../../cli/flags.js';
import { requiredOperand } from '../../cli/operand.js';
import { signerFlags } from '../../cli/signer-flags.js';

export default class SignBlob extends AcgsCommand<typeof SignBlob> {
  static override summary = 'Sign a file into a bundle';
  static override description = 'As `cosign sign-blob`: the file stays as it is, the bundle lies beside it.';
  static override examples = [
    '<%= config.bin %> sign blob --key cosign.key app.tar.gz --bundle app.tar.gz.sigstore.json',
  ];
  static override args = { file: requiredOperand('the file to sign') };
  static override flags = {
    ...signerFlags,
    bundle: text('bundle', 'where the bundle goes (default: FILE.sigstore.json)', { helpValue: 'FILE' }),
    offline: registryFlags.offline,
  };

  protected override async work(): Promise<Outcome> {
    const [{ signBlob }, { requireSigner }, { passed }, { interruptible }] = await Promise.all([
      import('../../actions/sign-blob.js'),
      import('../../cli/require-signer.js'),
      import('../../cli/outcomes.js'),
      import('../../cli/interruptible.js'),
    ]);
    const { bundle } = this.flags;
    const made = await interruptible(async (signal) =>
      signBlob({
        file: this.args.file,
        signer: await requireSigner({ ...this.flags, acgsVersion: this.config.version }, { signal }),
        ...(bundle === undefined ? {} : { bundle }),
      }),
    );
    return passed(this.flags, made, () => `Bundle: ${made.bundle}`);
  }
}
