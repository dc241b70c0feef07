import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { registryFlags, text } from '../../cli/flags.js';
import { operand } from '../../cli/operand.js';

export default class ProvenanceShow extends AcgsCommand<typeof ProvenanceShow> {
  static override summary = 'Show the provenance that is attached to an image, without judging it';
  static override description =
    'What the statement says, whoever wrote it: `acgs verify --require slsaprovenance1` tells whether to believe it.';
  static override examples = [
    '<%= config.bin %> provenance show ghcr.io/acme/api:1.2.3',
    '<%= config.bin %> provenance show --layout dist/release/api/image --json',
  ];
  static override args = { image: operand('image, e.g. ghcr.io/acme/api:1.2.3') };
  static override flags = {
    layout: text('layout', 'OCI layout folder instead of an image (DIR@sha256:… for one of several)', {
      helpValue: 'DIR',
    }),
    ...registryFlags,
  };

  protected override async work(): Promise<Outcome> {
    const [{ attachedProvenance }, { onePlace }, { registryOptions }, { interruptible }] = await Promise.all([
      import('../../cli/attached-provenance.js'),
      import('../../cli/image-places.js'),
      import('../../cli/registry-options.js'),
      import('../../cli/interruptible.js'),
    ]);
    const place = onePlace(this.operands, this.flags.layout);
    const shown = await interruptible((signal) =>
      attachedProvenance(place, { ...registryOptions(this.flags), signal }),
    );
    const [{ passed }, { formatProvenance }] = await Promise.all([
      import('../../cli/outcomes.js'),
      import('../../output/provenance/format-provenance.js'),
    ]);
    return passed(this.flags, shown, (paint) => formatProvenance(shown, paint));
  }
}
