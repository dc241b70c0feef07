import { string } from '@oclif/core/flags';
import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { list, toggle } from '../../cli/flags.js';
import { requiredOperand } from '../../cli/operand.js';

export default class DockerfileHarden extends AcgsCommand<typeof DockerfileHarden> {
  static override summary = 'harden a Dockerfile: a diff with rule, risk and reason for each change';
  static override description = `Applies the fixes of all rules and hardening of its own: a numeric user, code that the process cannot change, a health check
that the image can run, clean package lists, exec forms, and more. Every result is parsed and linted again and its stages compared;
a change that would lose a comment or a here-document, alter another instruction, or bring a finding is left out and named.

The diff goes to stdout and applies with \`patch -p1\` or \`git apply\`; all else goes to stderr. FILE - is standard input.
What the lint configuration ignores is left alone.

RISKS
  safe     the image does the same
  review   read it: what the image does may change
  rebuild  build and try the image before you rely on it

EXIT CODES
  0  done, or nothing to change
  1  the file could not be read or written
  2  no such file, a wrong flag or configuration
  3  --check: there is something to change`;
  static override examples = [
    '<%= config.bin %> <%= command.id %> Dockerfile',
    '<%= config.bin %> <%= command.id %> Dockerfile --write --risk review',
    '<%= config.bin %> <%= command.id %> Dockerfile --check',
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
  };

  protected override async work(): Promise<Outcome> {
    const [{ harden }, { presentHarden }, { environment }, { redact }] = await Promise.all([
      import('../../actions/harden.js'),
      import('../../output/harden/present-harden.js'),
      import('../../system/environment.js'),
      import('../../system/redaction.js'),
    ]);
    const { check, config, quiet, risk, skip = [], write, diff } = this.flags;
    const note = (text: string): void => {
      if (!quiet) process.stderr.write(redact(text));
    };
    const run = await harden({
      cwd: process.cwd(),
      env: environment(),
      file: this.args.file,
      risk: risk as 'safe' | 'review' | 'rebuild',
      skip,
      write: write === true,
      acgsVersion: () => Promise.resolve(this.config.version),
      warn: (text) => {
        note(`note: ${text}\n`);
      },
      ...(config === undefined ? {} : { config }),
    });
    const showsDiff = diff || !write;
    const presented = presentHarden(run, { check, showsDiff, isTerminal: process.stdout.isTTY });
    note(presented.notes);
    return presented.outcome;
  }
}
