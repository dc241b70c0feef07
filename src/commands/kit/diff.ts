import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { toggle } from '../../cli/flags.js';
import { kitProjectOptions } from '../../cli/kit-options.js';
import { operand } from '../../cli/operand.js';

export default class KitDiff extends AcgsCommand<typeof KitDiff> {
  static override summary = 'Show what an update of the kits would change, or what you changed';
  static override description =
    'A unified diff on stdout, for `patch -p1` and `git apply`; conflicts on stderr. Of a file that an update refuses the diff is what the kit would have. Only reads, and exits with 0.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> rollouts --edits',
  ];
  static override strict = false;
  static override args = { name: operand('kits to compare (default: all of the project)') };
  static override flags = { edits: toggle('edits', 'show what you changed since the files were rendered') };

  protected override async work(): Promise<Outcome> {
    const [{ kitDiff }, { passed }, { conflictLines }, { redact }] = await Promise.all([
      import('../../actions/kit/kit-diff.js'),
      import('../../cli/outcomes.js'),
      import('../../output/kit/conflict-lines.js'),
      import('../../system/redaction.js'),
    ]);
    const files = await kitDiff({
      ...kitProjectOptions(this.flags, this.config.version),
      names: this.operands,
      edits: this.flags.edits,
    });
    const conflicts = this.flags.edits ? [] : files.flatMap((file) => conflictLines(file));
    if (conflicts.length > 0 && !this.flags.quiet) process.stderr.write(`${redact(conflicts.join('\n'))}\n`);
    const diff = files.map((file) => file.diff).join('');
    return passed(this.flags, { files }, () => (process.stdout.isTTY ? redact(diff) : diff));
  }
}
