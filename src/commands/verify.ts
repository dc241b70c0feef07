import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { list, registryFlags, text, toggle } from '../cli/flags.js';
import { withOptionalValue } from '../cli/optional-value.js';
import { LONE_FLAG, policyFlags } from '../cli/policy-flags.js';
import { operand } from '../cli/operand.js';

export default class Verify extends AcgsCommand<typeof Verify> {
  static override summary = 'Verify the signatures and attestations of images';
  static override description =
    'Against a key, or an identity with its issuer: never without either. Every signature that is refused has its reason. For a layout all bytes are hashed.';
  static override examples = [
    '<%= config.bin %> verify --key cosign.pub ghcr.io/acme/api:1.2.3',
    '<%= config.bin %> verify --github-repo acme/api --github-workflow release.yml ghcr.io/acme/api:1.2.3',
    '<%= config.bin %> verify --key cosign.pub --layout dist/release/api/image --require signature,slsaprovenance1,cyclonedx,vuln',
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
    ...policyFlags,
    require: list(
      'require',
      'what must be there: signature (default), slsaprovenance1, cyclonedx, spdx, vuln, a URI',
      {
        helpValue: 'TYPE',
      },
    ),
    annotations: list('annotations', 'what the signature must carry', { char: 'a', helpValue: 'KEY=VALUE' }),
    recursive: toggle('recursive', 'every platform of an index, not only the index', { char: 'r' }),
    deep: toggle('deep', 'hash configs and layers too (always so for a layout)'),
    ...registryFlags,
  };

  static override words(argv: readonly string[]): string[] {
    return withOptionalValue(argv, LONE_FLAG.flag, LONE_FLAG.value, LONE_FLAG.standard);
  }

  protected override async work(): Promise<Outcome> {
    const [{ verifyOptions, verifyPlaces }, { imagePlaces }, { registryOptions }, { interruptible }] =
      await Promise.all([
        import('../cli/verify-places.js'),
        import('../cli/image-places.js'),
        import('../cli/registry-options.js'),
        import('../cli/interruptible.js'),
      ]);
    const places = imagePlaces(this.operands, this.flags.layout);
    const options = await verifyOptions(this.flags);
    const { results, error } = await interruptible((signal) =>
      verifyPlaces(places, options, { ...registryOptions(this.flags), signal }),
    );
    const [{ failed, passed }, { formatVerification }] = await Promise.all([
      import('../cli/outcomes.js'),
      import('../output/verify/format-verification.js'),
    ]);
    const document = { results };
    const people = (paint: Parameters<typeof formatVerification>[1]): string =>
      formatVerification(results, paint);
    return error === undefined
      ? passed(this.flags, document, people)
      : failed(this.flags, error, document, people);
  }
}
