import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { text } from '../cli/flags.js';
import { requiredOperand } from '../cli/operand.js';

export default class Explain extends AcgsCommand<typeof Explain> {
  static override summary = 'Tell why a step ran, was fresh or skipped, or failed';
  static override description =
    'From the journal under .acgs/runs: its status, the reason, the inputs that decide whether it is fresh, and its log.';
  static override examples = [
    '<%= config.bin %> explain scan',
    '<%= config.bin %> explain api/build --run 20261102T101500000Z-1a2b',
  ];
  static override args = { step: requiredOperand('[SERVICE/]STEP') };
  static override flags = {
    run: text('run', 'id of the run (default: the last)', { helpValue: 'ID' }),
  };

  protected override async work(): Promise<Outcome> {
    const [{ pastJournal }, { explain }, { passed }, { formatExplanations }] = await Promise.all([
      import('../cli/past-run.js'),
      import('../pipeline/explain.js'),
      import('../cli/outcomes.js'),
      import('../output/explain/format-explanations.js'),
    ]);
    const journal = await pastJournal(this.flags.run, this.flags.config);
    const explanations = explain(journal, this.args.step);
    return passed(this.flags, { runId: journal.header.runId, explanations }, (paint) =>
      formatExplanations(explanations, paint),
    );
  }
}
