import { string } from '@oclif/core/flags';
import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { text } from '../../cli/flags.js';

export default class KeysGenerate extends AcgsCommand<typeof KeysGenerate> {
  static override summary = 'Make a key pair in cosign’s own format';
  static override description =
    'Writes cosign.key (encrypted with COSIGN_PASSWORD, or a password asked on the terminal) and cosign.pub. In a git work tree the private key is excluded from git. Never overwrites.';
  static override examples = [
    '<%= config.bin %> keys generate',
    '<%= config.bin %> keys generate --output-prefix release',
    '<%= config.bin %> keys generate --kms my-hsm://release',
  ];
  static override flags = {
    'output-prefix': string({
      description: 'beginning of both file names',
      aliases: ['output-key-prefix'],
      default: 'cosign',
      env: 'ACGS_OUTPUT_PREFIX',
      helpValue: 'PREFIX',
    }),
    kms: text('kms', 'make the key in a KMS, through its plugin, and write the public key only', {
      helpValue: 'NAME://KEY',
    }),
  };

  protected override async work(): Promise<Outcome> {
    const [{ generateKeys }, { passed }] = await Promise.all([
      import('../../actions/keys-generate.js'),
      import('../../cli/outcomes.js'),
    ]);
    const made = await generateKeys({
      outputPrefix: this.flags['output-prefix'],
      ...(this.flags.kms === undefined ? {} : { kms: this.flags.kms }),
    });
    return passed(this.flags, made, () => `Private key: ${made.privateKey}\nPublic key:  ${made.publicKey}`);
  }
}
