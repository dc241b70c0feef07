import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';

export default class KitList extends AcgsCommand<typeof KitList> {
  static override summary = 'List the deployment kits that ship with acgs';
  static override description = 'One line each; --json has the schema of their answers too.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  protected override async work(): Promise<Outcome> {
    const [{ listKits }, { passed }, { formatList, listDocument }] = await Promise.all([
      import('../../actions/kit/list-kits.js'),
      import('../../cli/outcomes.js'),
      import('../../output/kit/format-list.js'),
    ]);
    const kits = await listKits();
    return passed(this.flags, listDocument(kits), () => formatList(kits));
  }
}
