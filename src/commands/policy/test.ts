import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { operand } from '../../cli/operand.js';

export default class PolicyTest extends AcgsCommand<typeof PolicyTest> {
  static override summary = 'Run the tests of a Rego policy';
  static override description =
    'The policy that the kit `policies` renders is tested in this process, by a compiled copy that ships with acgs; one that was edited, or is your own, by an installed opa. Exit 3 where a test fails, 5 where opa is wanted and missing.';
  static override examples = [
    '<%= config.bin %> policy test',
    '<%= config.bin %> policy test policies/rego --json',
  ];
  static override args = { folder: operand('folder of the policy (default: policy)') };

  protected override async work(): Promise<Outcome> {
    const [{ testPolicy }, { interruptible }, { formatPolicyTests }, { failed, passed }] = await Promise.all([
      import('../../actions/policy/test-policy.js'),
      import('../../cli/interruptible.js'),
      import('../../output/policy/format-policy-tests.js'),
      import('../../cli/outcomes.js'),
    ]);
    const result = await interruptible((signal) => testPolicy(this.args.folder ?? 'policy', signal));
    const people = (paint: Parameters<typeof formatPolicyTests>[1]): string =>
      formatPolicyTests(result, paint);
    const broken = result.tests.filter((test) => !test.passed);
    if (broken.length === 0) return passed(this.flags, result, people);
    const { AcgsError } = await import('../../model/errors.js');
    const error = new AcgsError('policy/refused', `${broken.length} of ${result.tests.length} tests failed`);
    return failed(this.flags, error, result, people, 'refused');
  }
}
