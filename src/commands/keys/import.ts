import { string } from '@oclif/core/flags';
import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';

export default class KeysImport extends AcgsCommand<typeof KeysImport> {
  static override summary = 'Bring a private key into cosign’s encrypted form';
  static override description =
    'Reads a plain ECDSA, RSA or Ed25519 key (PEM) and writes PREFIX.key, encrypted with COSIGN_PASSWORD or a password asked on the terminal, and PREFIX.pub. The plain file stays: remove it yourself.';
  static override examples = [
    '<%= config.bin %> keys import --key plain.pem',
    '<%= config.bin %> keys import --key plain.pem --output-prefix release',
  ];
  static override flags = {
    key: string({
      description: 'the plain private key',
      env: 'ACGS_KEY',
      helpValue: 'FILE',
      required: true,
    }),
    'output-prefix': string({
      description: 'beginning of both file names',
      aliases: ['output-key-prefix'],
      default: 'import-cosign',
      env: 'ACGS_OUTPUT_PREFIX',
      helpValue: 'PREFIX',
    }),
  };

  protected override async work(): Promise<Outcome> {
    const [{ importKeys }, { passed }] = await Promise.all([
      import('../../actions/keys-import.js'),
      import('../../cli/outcomes.js'),
    ]);
    const made = await importKeys({ key: this.flags.key, outputPrefix: this.flags['output-prefix'] });
    return passed(this.flags, made, () => `Private key: ${made.privateKey}\nPublic key:  ${made.publicKey}`);
  }
}
