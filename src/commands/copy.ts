import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { list, registryFlags, text, toggle } from '../cli/flags.js';
import { withOptionalValue } from '../cli/optional-value.js';
import { LONE_FLAG, policyFlags } from '../cli/policy-flags.js';
import { operand } from '../cli/operand.js';

export default class Copy extends AcgsCommand<typeof Copy> {
  static override summary = 'Copy an image, or any OCI artefact, with all its evidence';
  static override description =
    'By digest, between registries, into a layout folder and out of it; tags are set last. With a key or an identity: only if it verifies. A layout is written DIR with --layout, or oci:DIR.';
  static override examples = [
    '<%= config.bin %> copy ghcr.io/acme/api:1.2.3 registry.example/acme/api --tag 1.2.3 --tag stable',
    '<%= config.bin %> copy ghcr.io/acme/api:1.2.3 oci:api-layout',
    '<%= config.bin %> copy --layout dist/release/api/image ghcr.io/acme/api:1.2.3 --key cosign.pub --require signature,slsaprovenance1',
  ];
  static override strict = false;
  static override args = {
    image: operand('the image (not with --layout)'),
    destination: operand('where it goes: HOST/REPOSITORY[:TAG], or oci:DIR'),
  };
  static override flags = {
    layout: text('layout', 'OCI layout folder to copy from (DIR@sha256:… for one of several)', {
      helpValue: 'DIR',
    }),
    tag: list('tag', 'names to set at every destination', { helpValue: 'TAG' }),
    ...policyFlags,
    require: list(
      'require',
      'what must be there and verify: signature, slsaprovenance1, cyclonedx, spdx, vuln, a URI',
      {
        helpValue: 'TYPE',
      },
    ),
    recursive: toggle('recursive', 'verify every platform of an index too', { char: 'r' }),
    deep: toggle('deep', 'hash configs and layers before anything is copied'),
    ...registryFlags,
  };

  static override words(argv: readonly string[]): string[] {
    return withOptionalValue(argv, LONE_FLAG.flag, LONE_FLAG.value, LONE_FLAG.standard);
  }

  protected override async work(): Promise<Outcome> {
    const [{ copyPlaces }, { registryOptions }, { interruptible }] = await Promise.all([
      import('../cli/copy-places.js'),
      import('../cli/registry-options.js'),
      import('../cli/interruptible.js'),
    ]);
    const report = await interruptible((signal) =>
      copyPlaces(this.operands, this.flags, { ...registryOptions(this.flags), signal }),
    );
    const [{ passed }, { formatCopy }] = await Promise.all([
      import('../cli/outcomes.js'),
      import('../output/copy/format-copy.js'),
    ]);
    return passed(this.flags, report, (paint) => formatCopy(report, paint));
  }
}
