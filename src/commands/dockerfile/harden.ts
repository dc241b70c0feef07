import { string } from '@oclif/core/flags';
import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { each, list, text, toggle } from '../../cli/flags.js';
import { requiredOperand } from '../../cli/operand.js';

export default class DockerfileHarden extends AcgsCommand<typeof DockerfileHarden> {
  static override summary = 'harden a Dockerfile: a diff with rule, risk and reason for each change';
  static override description = `Applies the fixes of all rules and hardening of its own: a numeric user, code that the process cannot change, a health check
that the image can run, clean package lists, exec forms, and more. Every result is parsed and linted again and its stages compared;
a change that would lose a comment or a here-document, alter another instruction, or bring a finding is left out and named.

The diff goes to stdout and applies with \`patch -p1\` or \`git apply\`; all else goes to stderr. FILE - is standard input.
What the lint configuration ignores is left alone.

--prove builds the image of the file as it is and of the hardened one, runs both as a release would, and compares their
configuration: each difference must be explained by a change. What is not proven is not written.

RISKS
  safe     the image does the same
  review   read it: what the image does may change
  rebuild  build and try the image before you rely on it

EXIT CODES
  0  done, or nothing to change
  1  the file could not be read or written, or --prove did not prove it
  2  no such file, a wrong flag or configuration
  3  --check: there is something to change`;
  static override examples = [
    '<%= config.bin %> <%= command.id %> Dockerfile',
    '<%= config.bin %> <%= command.id %> Dockerfile --write --risk review',
    '<%= config.bin %> <%= command.id %> Dockerfile --check',
    '<%= config.bin %> <%= command.id %> Dockerfile --prove --write',
    '<%= config.bin %> <%= command.id %> - < Dockerfile | patch -p1',
  ];
  static override args = { file: requiredOperand('FILE') };
  static override flags = {
    diff: toggle('diff', 'print the diff (the default)'),
    write: { ...toggle('write', 'change the file'), exclusive: ['check'] },
    check: toggle('check', 'change nothing, exit 3 where there is something to change'),
    risk: string({
      description: 'the highest risk that is taken',
      options: ['safe', 'review', 'rebuild'],
      default: 'rebuild',
      env: 'ACGS_RISK',
    }),
    skip: list('skip', 'rules whose changes are not wanted', { helpValue: 'RULE' }),
    prove: toggle('prove', 'build and run both images first, and compare what they say of themselves'),
    context: text(
      'context',
      'build context of --prove; default: as acgs.yaml says, else the folder of FILE',
      {
        helpValue: 'DIR',
        helpGroup: 'PROOF',
      },
    ),
    'build-arg': each('build-arg', 'build argument of --prove', {
      helpValue: 'KEY=VALUE',
      helpGroup: 'PROOF',
    }),
    'build-context': each('build-context', 'named context of --prove', {
      helpValue: 'NAME=WHERE',
      helpGroup: 'PROOF',
    }),
  };

  protected override async work(): Promise<Outcome> {
    const { runHarden } = await import('../../cli/run-harden.js');
    return await runHarden(this.args.file, this.flags, this.config.version);
  }
}
