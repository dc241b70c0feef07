import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { text, toggle } from '../../cli/flags.js';
import { withOptionalValue } from '../../cli/optional-value.js';
import { LONE_FLAG, policyFlags } from '../../cli/policy-flags.js';
import { operand } from '../../cli/operand.js';

export default class VerifyBlob extends AcgsCommand<typeof VerifyBlob> {
  static override summary = 'Verify a file, or its digest, against a bundle';
  static override description =
    'A batch holds one JSON object a line: artifact, and bundle, type, key, certificateIdentity, certificateOidcIssuer (each also …Regexp), trustedRoot where they differ from the flags.';
  static override examples = [
    '<%= config.bin %> verify blob --key cosign.pub app.tar.gz --bundle app.tar.gz.sigstore.json',
    '<%= config.bin %> verify blob --key cosign.pub sha256:… --bundle app.sigstore.json',
    '<%= config.bin %> verify blob --key cosign.pub --batch files.jsonl --json',
  ];
  static override args = { artifact: operand('a file, or sha256:HEX, sha512:HEX') };
  static override flags = {
    bundle: text('bundle', 'the bundle (default: the file’s name with .sigstore.json)', {
      helpValue: 'FILE',
    }),
    type: text('type', 'accept only an attestation of this predicate type', { helpValue: 'TYPE' }),
    batch: text('batch', 'verify many, named in a file of JSON lines or on standard input (-)', {
      helpValue: 'FILE.jsonl|-',
    }),
    ...policyFlags,
    offline: toggle('offline', 'open no connection but to this machine'),
  };

  static override words(argv: readonly string[]): string[] {
    return withOptionalValue(argv, LONE_FLAG.flag, LONE_FLAG.value, LONE_FLAG.standard);
  }

  protected override async work(): Promise<Outcome> {
    const { verifyBlobs } = await import('../../cli/verify-blobs.js');
    const [{ failed, passed }, { formatBlobs }] = await Promise.all([
      import('../../cli/outcomes.js'),
      import('../../output/verify/format-blobs.js'),
    ]);
    const { results, error } = await verifyBlobs(this.args.artifact, this.flags);
    const people = (paint: Parameters<typeof formatBlobs>[1]): string => formatBlobs(results, paint);
    return error === undefined
      ? passed(this.flags, { results }, people)
      : failed(this.flags, error, { results }, people);
  }
}
