import { string } from '@oclif/core/flags';
import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { text } from '../cli/flags.js';
import { operand } from '../cli/operand.js';

export default class Report extends AcgsCommand<typeof Report> {
  static override summary = 'Show the report of a run';
  static override description =
    'Made anew from the journal under .acgs/runs, also of a run that was killed. Markdown is fit for the body of a release.';
  static override examples = [
    '<%= config.bin %> report',
    '<%= config.bin %> report --format markdown',
    '<%= config.bin %> report 20261102T101500000Z-1a2b --format html -o report.html',
  ];
  static override args = { run: operand('id of the run (default: the last)') };
  static override flags = {
    format: string({
      char: 'f',
      description: 'form of the report',
      options: ['tty', 'json', 'markdown', 'html'],
      default: 'tty',
      env: 'ACGS_FORMAT',
    }),
    output: text('output', 'write it to a file instead of standard output', { char: 'o', helpValue: 'FILE' }),
  };

  protected override async work(): Promise<Outcome> {
    const [{ pastReport }, { formatReport }] = await Promise.all([
      import('../cli/past-run.js'),
      import('../cli/format-report.js'),
    ]);
    const { format, output, json } = this.flags;
    const past = await pastReport(this.args.run, this.flags.config);
    const text = (): string => formatReport(past, json ? 'json' : format);
    if (output === undefined) return { document: past.report, human: text };
    const { writeFileAtomic } = await import('../system/files.js');
    await writeFileAtomic(output, text());
    return { document: past.report, human: () => '' };
  }
}
