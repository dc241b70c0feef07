import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { registryFlags, text } from '../cli/flags.js';
import { formatFlag } from '../cli/format-flag.js';
import { operand } from '../cli/operand.js';
import { signerFlags } from '../cli/signer-flags.js';
import { statementFlags } from '../cli/statement-flags.js';

export default class Attest extends AcgsCommand<typeof Attest> {
  static override summary = 'Attach a signed statement about an image';
  static override description =
    'Types: slsaprovenance1, slsaprovenance, cyclonedx, spdx, spdxjson, vuln, openvex, link, custom, or any URI. The same statement by the same signer is attached once.';
  static override examples = [
    '<%= config.bin %> attest --key cosign.key --type cyclonedx --predicate sbom.cdx.json ghcr.io/acme/api@sha256:…',
    '<%= config.bin %> attest --key cosign.key --type https://acme.example/review/v1 --predicate review.json --layout dist/release/api/image',
  ];
  static override args = { image: operand('image, e.g. ghcr.io/acme/api:1.2.3') };
  static override flags = {
    layout: text('layout', 'OCI layout folder instead of an image (DIR@sha256:… for one of several)', {
      helpValue: 'DIR',
    }),
    ...signerFlags,
    ...statementFlags,
    format: formatFlag,
    ...registryFlags,
  };

  protected override async work(): Promise<Outcome> {
    const [{ attestPlace }, { onePlace }, { registryOptions }, { interruptible }] = await Promise.all([
      import('../cli/attest-place.js'),
      import('../cli/image-places.js'),
      import('../cli/registry-options.js'),
      import('../cli/interruptible.js'),
    ]);
    const place = onePlace(this.operands, this.flags.layout);
    const result = await interruptible((signal) =>
      attestPlace(
        place,
        { ...this.flags, acgsVersion: this.config.version },
        { ...registryOptions(this.flags), signal },
      ),
    );
    const [{ passed }, { formatAttested }] = await Promise.all([
      import('../cli/outcomes.js'),
      import('../output/sign/format-attested.js'),
    ]);
    return passed(this.flags, result, (paint) => formatAttested(result, paint));
  }
}
