import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { registryFlags, text } from '../cli/flags.js';
import { operand } from '../cli/operand.js';

export default class Inspect extends AcgsCommand<typeof Inspect> {
  static override summary = 'Show everything that is attached to images';
  static override description =
    'Signatures and attestations in every store, with the identities they name and the commands that would verify them. Nothing is judged: use `acgs verify` for that.';
  static override examples = [
    '<%= config.bin %> inspect ghcr.io/acme/api:1.2.3',
    '<%= config.bin %> inspect --layout dist/release/api/image --json',
  ];
  static override strict = false;
  static override args = { image: operand('images, e.g. ghcr.io/acme/api:1.2.3') };
  static override flags = {
    layout: text(
      'layout',
      'OCI layout folder, or an archive by docker save, instead of an image (DIR@sha256:… for one of several)',
      {
        helpValue: 'DIR',
      },
    ),
    ...registryFlags,
  };

  protected override async work(): Promise<Outcome> {
    const [{ inspectPlaces }, { imagePlaces }, { registryOptions }, { interruptible }] = await Promise.all([
      import('../cli/inspect-places.js'),
      import('../cli/image-places.js'),
      import('../cli/registry-options.js'),
      import('../cli/interruptible.js'),
    ]);
    const places = imagePlaces(this.operands, this.flags.layout);
    const results = await interruptible((signal) =>
      inspectPlaces(places, { ...registryOptions(this.flags), signal }),
    );
    const [{ passed }, { formatInspection }] = await Promise.all([
      import('../cli/outcomes.js'),
      import('../output/inspect/format-inspection.js'),
    ]);
    return passed(this.flags, { results }, (paint) =>
      results.map((result) => formatInspection(result, paint)).join('\n'),
    );
  }
}
