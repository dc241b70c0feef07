import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { lintFlags } from '../../cli/lint/oclif-flags.js';
import { type LintArguments } from '../../cli/lint/parse-lint-arguments.js';

export default class DockerfileLint extends AcgsCommand<typeof DockerfileLint> {
  static override summary = 'lint Dockerfiles, with hadolint’s flags, rules and formats';
  static override description = `Operands are files, folders (the Dockerfiles below, as far as git does not ignore them), globs, or - for standard input;
without any, the Dockerfiles of this folder.

Reads .hadolint.yaml as hadolint does. An acgs.yaml with \`lint\` governs instead: only then do rules that hadolint lacks fail a run.

Ends with 3 when findings reach the threshold, and with 1 when a file could not be read; the others are linted all the same.`;
  static override usage = '<%= command.id %> [FILE|DIR|GLOB|-]... [FLAGS]';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> . --format sarif --output lint.sarif',
    '<%= config.bin %> <%= command.id %> --failure-threshold error --ignore DL3008 Dockerfile',
    '<%= config.bin %> <%= command.id %> - < Dockerfile',
    '<%= config.bin %> <%= command.id %> --explain DL3006',
  ];
  static override strict = false;
  static override flags = lintFlags;

  protected override async work(): Promise<Outcome> {
    const { runLint } = await import('../../cli/lint/run-lint.js');
    const flags = this.flags as LintArguments['flags'];
    return runLint({ flags, operands: this.operands }, () => Promise.resolve(this.config.version));
  }
}
