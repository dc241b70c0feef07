import { string } from '@oclif/core/flags';
import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { keyFlag, text, toggle } from '../../cli/flags.js';
import { requiredOperand } from '../../cli/operand.js';

export default class AttestBlob extends AcgsCommand<typeof AttestBlob> {
  static override summary = 'Make a signed statement about a file';
  static override description = 'As `cosign attest-blob`: a bundle beside the file, which stays as it is.';
  static override examples = [
    '<%= config.bin %> attest blob --key cosign.key --type slsaprovenance1 --predicate provenance.json app.tar.gz',
  ];
  static override args = { file: requiredOperand('a file, or sha256:HEX') };
  static override flags = {
    key: keyFlag,
    type: string({
      description: 'predicate type: one of cosign’s words or a URI',
      env: 'ACGS_TYPE',
      helpValue: 'TYPE',
      required: true,
    }),
    predicate: string({
      description: 'file with the predicate',
      env: 'ACGS_PREDICATE',
      helpValue: 'FILE',
      required: true,
    }),
    bundle: text('bundle', 'where the bundle goes (default: FILE.intoto.sigstore.json)', {
      helpValue: 'FILE',
    }),
    yes: toggle('yes', 'accepted as in cosign; acgs asks nothing here', { char: 'y' }),
  };

  protected override async work(): Promise<Outcome> {
    const [{ attestBlob }, { readPredicate }, { requireSigner }, { passed }] = await Promise.all([
      import('../../actions/attest-blob.js'),
      import('../../actions/read-predicate.js'),
      import('../../cli/require-signer.js'),
      import('../../cli/outcomes.js'),
    ]);
    const { key, bundle, type, predicate: file } = this.flags;
    const predicate = await readPredicate(type, file);
    const signer = await requireSigner(key === undefined ? {} : { key });
    const made = await attestBlob({
      file: this.args.file,
      predicateType: predicate.type,
      predicate: predicate.content,
      signer,
      ...(bundle === undefined ? {} : { bundle }),
    });
    return passed(this.flags, made, () => `Bundle: ${made.bundle}`);
  }
}
