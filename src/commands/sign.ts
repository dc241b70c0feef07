import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { list, registryFlags, text, toggle } from '../cli/flags.js';
import { formatFlag } from '../cli/format-flag.js';
import { operand } from '../cli/operand.js';
import { signerFlags } from '../cli/signer-flags.js';

export default class Sign extends AcgsCommand<typeof Sign> {
  static override summary = 'Sign images by digest';
  static override description =
    'As cosign 3: a bundle attached to the image, signed with a key or, without one, as the identity of a token, a CI job or whoever logs in. What the same signer has signed already is left as it is.';
  static override examples = [
    '<%= config.bin %> sign --key cosign.key ghcr.io/acme/api@sha256:…',
    '<%= config.bin %> sign --identity-token token.txt ghcr.io/acme/api@sha256:…',
    '<%= config.bin %> sign --key cosign.key --recursive --layout dist/release/api/image',
  ];
  static override strict = false;
  static override args = { image: operand('images, e.g. ghcr.io/acme/api:1.2.3') };
  static override flags = {
    layout: text('layout', 'OCI layout folder instead of an image (DIR@sha256:… for one of several)', {
      helpValue: 'DIR',
    }),
    ...signerFlags,
    recursive: toggle('recursive', 'every platform of an index too', { char: 'r' }),
    annotations: list('annotations', 'what is signed with the digest', { char: 'a', helpValue: 'KEY=VALUE' }),
    format: formatFlag,
    ...registryFlags,
  };

  protected override async work(): Promise<Outcome> {
    const [{ signPlaces }, { imagePlaces }, { registryOptions }, { interruptible }] = await Promise.all([
      import('../cli/sign-places.js'),
      import('../cli/image-places.js'),
      import('../cli/registry-options.js'),
      import('../cli/interruptible.js'),
    ]);
    const places = imagePlaces(this.operands, this.flags.layout);
    const results = await interruptible((signal) =>
      signPlaces(
        places,
        { ...this.flags, acgsVersion: this.config.version },
        { ...registryOptions(this.flags), signal },
      ),
    );
    const [{ passed }, { formatSigned }] = await Promise.all([
      import('../cli/outcomes.js'),
      import('../output/sign/format-signed.js'),
    ]);
    return passed(this.flags, { results }, (paint) => formatSigned(results, paint));
  }
}
