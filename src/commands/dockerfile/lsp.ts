import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { toggle } from '../../cli/flags.js';

export default class DockerfileLsp extends AcgsCommand<typeof DockerfileLsp> {
  static override summary = 'a language server for Dockerfiles, for editors';
  static override description = `Speaks the language server protocol on standard input and output: diagnostics of the rules of \`acgs dockerfile lint\` with
their exact places, quick fixes, all safe fixes at once (source.fixAll.acgs), and the page of a rule where the mouse rests.
acgs.yaml, .hadolint.yaml and the comments in the file hold as for lint. docs/lsp.md says how to set up editors.

Ends when the editor does.`;
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = {
    stdio: toggle('stdio', 'speak on standard input and output: the only way, so it may be left out'),
  };

  protected override async work(): Promise<Outcome> {
    const { serveEditor } = await import('../../cli/lsp/serve-editor.js');
    return await serveEditor(this.flags.json, this.config.version);
  }
}
