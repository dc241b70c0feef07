import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { registryFlags, text } from '../../cli/flags.js';
import { requiredOperand } from '../../cli/operand.js';
import { signerFlags } from '../../cli/signer-flags.js';
import { statementFlags } from '../../cli/statement-flags.js';

export default class AttestBlob extends AcgsCommand<typeof AttestBlob> {
  static override summary = 'Make a signed statement about a file';
  static override description = 'As `cosign attest-blob`: a bundle beside the file, which stays as it is.';
  static override examples = [
    '<%= config.bin %> attest blob --key cosign.key --type slsaprovenance1 --predicate provenance.json app.tar.gz',
  ];
  static override args = { file: requiredOperand('a file, or sha256:HEX') };
  static override flags = {
    ...signerFlags,
    ...statementFlags,
    bundle: text('bundle', 'where the bundle goes (default: FILE.intoto.sigstore.json)', {
      helpValue: 'FILE',
    }),
    offline: registryFlags.offline,
  };

  protected override async work(): Promise<Outcome> {
    const [{ attestBlob }, { readPredicate }, { requireSigner }, { passed }, { interruptible }] =
      await Promise.all([
        import('../../actions/attest-blob.js'),
        import('../../actions/read-predicate.js'),
        import('../../cli/require-signer.js'),
        import('../../cli/outcomes.js'),
        import('../../cli/interruptible.js'),
      ]);
    const { bundle, type, predicate: file } = this.flags;
    const predicate = await readPredicate(type, file);
    const made = await interruptible(async (signal) =>
      attestBlob({
        file: this.args.file,
        predicateType: predicate.type,
        predicate: predicate.content,
        signer: await requireSigner({ ...this.flags, acgsVersion: this.config.version }, { signal }),
        ...(bundle === undefined ? {} : { bundle }),
      }),
    );
    return passed(this.flags, made, () => `Bundle: ${made.bundle}`);
  }
}
