import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { toggle } from '../../cli/flags.js';
import { operand } from '../../cli/operand.js';

export default class WorkflowUpdate extends AcgsCommand<typeof WorkflowUpdate> {
  static override summary = 'Move the actions of GitHub workflows to the commits that acgs knows';
  static override description = `Commit and version comment move together, and only forward; actions that acgs does not know are listed and left alone.
The commits ship with acgs, with the day on which they were taken: no connection is opened.

EXIT CODES
  0  done, or nothing to move
  2  a wrong flag or operand
  3  --check: there is something to move`;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --diff',
    '<%= config.bin %> <%= command.id %> .github/workflows/ci.yml --check',
  ];
  static override strict = false;
  static override args = { file: operand('FILE or DIR') };
  static override flags = {
    diff: toggle('diff', 'print the diff, and write nothing'),
    check: {
      ...toggle('check', 'write nothing, exit 3 where there is something to move'),
      exclusive: ['diff'],
    },
  };

  protected override async work(): Promise<Outcome> {
    const { diff, check } = this.flags;
    const [{ updateWorkflows }, { PINS_DATE }, { failed, passed }, { formatUpdate }, { AcgsError }] =
      await Promise.all([
        import('../../actions/workflow/update-workflows.js'),
        import('../../kits/workflow/action-pins.js'),
        import('../../cli/outcomes.js'),
        import('../../output/workflow/format-update.js'),
        import('../../model/errors.js'),
      ]);
    const written = !diff && !check;
    const files = await updateWorkflows(this.operands, { cwd: process.cwd(), write: written });
    const document = { pins: PINS_DATE, written, files };
    const text = (paint: Parameters<typeof formatUpdate>[2]): string =>
      diff ? files.map((file) => file.diff).join('') : formatUpdate(files, PINS_DATE, paint);
    const count = files.reduce((sum, { moved }) => sum + moved.length, 0);
    if (!check || count === 0) return passed(this.flags, document, text);
    const error = new AcgsError(
      'workflow/outdated',
      `${count} actions are not at the commits that acgs knows`,
    );
    return failed(this.flags, error, document, text, 'refused');
  }
}
