import { string } from '@oclif/core/flags';
import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { text } from '../../cli/flags.js';
import { operand } from '../../cli/operand.js';

export default class WorkflowCheck extends AcgsCommand<typeof WorkflowCheck> {
  static override summary = 'Look for what makes GitHub workflows dangerous';
  static override description = `Operands are files or folders; without any, .github/workflows and the repository's own action.yml.

Looks for actions by tag, comments that name another version than the commit, missing permissions, expressions in scripts,
triggers that strangers start with your secrets, caches in releases, tokens left behind by checkout, inherited secrets.
Opens no connection. \`# zizmor: ignore[rule] reason\` in a line silences it.

EXIT CODES
  0  nothing found
  2  a wrong flag or operand
  3  something was found`;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --format sarif --output workflows.sarif',
  ];
  static override strict = false;
  static override args = { file: operand('FILE or DIR') };
  static override flags = {
    format: string({
      char: 'f',
      description: 'how findings are written',
      options: ['tty', 'json', 'github', 'sarif'],
      default: 'tty',
      env: 'ACGS_FORMAT',
    }),
    output: text('output', 'write to a file instead of stdout', { char: 'o', helpValue: 'FILE' }),
  };

  protected override async work(): Promise<Outcome> {
    const { runWorkflowCheck } = await import('../../cli/run-workflow-check.js');
    return await runWorkflowCheck(this.operands, this.flags, this.config.version);
  }
}
