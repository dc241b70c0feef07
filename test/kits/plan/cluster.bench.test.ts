import { beforeAll, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { reachabilityMatrix } from '../../../src/kits/network/matrix.js';
import { type NetworkPolicy } from '../../../src/kits/network/network-policy.js';
import { reaches } from '../../../src/kits/network/reaches.js';
import { kitTools } from '../../bench/bench.js';
import { runProgram, type RunResult } from '../../bench/run.js';
import { scratchFolder } from '../../bench/scratch.js';
import { platformFor } from '../acgs2.js';
import { KUBERNETES, kubeconform } from '../kubeconform.js';
import { BAD_PODS } from '../pods.js';
import { writtenKit } from '../written-kit.js';
import { describePlan, of, snippet } from './action-plan.js';
import { planNetworkPolicies, planRollout } from './chart.js';

/** The validators of what a cluster gets refuse the plan's form. */
describePlan('in a cluster, the form of the plan', () => {
  const tools = kitTools();
  let rollout: string;
  beforeAll(async () => {
    rollout = await planRollout();
  });

  it.each(KUBERNETES)('kubeconform, Kubernetes %s: 2.1.2 and 2.2.1', async (version) => {
    const files = { 'application.yaml': snippet('2.1.2'), 'rollout.yaml': rollout };
    expect(await kubeconform(files, version)).toEqual({
      valid: 0,
      refused: [
        "application.yaml Application/acgs2: at '/spec': additional properties 'hooks' not allowed",
        "rollout.yaml Rollout/api-rollout: at '/spec/strategy/canary/analysis': additional properties 'interval', 'metrics', 'threshold' not allowed; at '/spec/strategy/canary/analysis/args': got object, want array",
      ],
    });
  });

  it(`conftest and the API server's CEL: the pods of ${of('2.2.1')}`, async () => {
    using kit = await writtenKit('policies');
    kit.write({ 'rollout.yaml': rollout });
    const inside = { cwd: kit.folder };
    const policy = ['--namespace', 'acgs.pods', '--policy', 'policy/pods', '--data', 'policy/data.json'];
    const conftest = await runProgram(
      tools.conftest,
      ['test', '--no-color', ...policy, 'rollout.yaml'],
      inside,
    );
    const cel = await runProgram(
      tools['cel-policy'],
      ['deploy/policies/admission-policy.yaml', 'rollout.yaml'],
      inside,
    );
    expect(conftest.code).toBe(1);
    for (const said of [conftest.stdout, cel.stdout]) {
      expect(said).toContain('must set runAsNonRoot: true');
      // the annotation is there, under a name that nobody asks for
      expect(said).toContain('must carry the annotation acgs.io/constitutional-hash: cdd01ef066bc6cf2');
    }
    const pod = rollout.replace('metadata:\n', 'metadata:\n  namespace: acgs2-system\n');
    kit.write({ 'namespaced.yaml': pod });
    const gator = await runProgram(
      tools.gator,
      ['test', '--filename=deploy/policies/gatekeeper.yaml', '--filename=namespaced.yaml'],
      inside,
    );
    expect(gator.stdout + gator.stderr).toContain('must set runAsNonRoot: true');
  });

  it(`opa, conftest and gator: ${of('5.2.1')}`, async () => {
    const rego = snippet('5.2.1');
    using folder = scratchFolder({ 'policy/plan.rego': rego, 'pod.yaml': stringify(BAD_PODS[0]!.object) });
    folder.write({ 'gatekeeper.yaml': asConstraintTemplate(rego) });
    const run = (program: string, ...args: string[]): Promise<RunResult> =>
      runProgram(program, args, { cwd: folder.folder });
    const refused = [
      await run(tools.opa, 'check', '--strict', 'policy'),
      await run(tools.opa, 'test', 'policy'),
      await run(tools.conftest, 'test', '--namespace=kubernetes.admission', '--policy=policy', 'pod.yaml'),
    ];
    for (const { code, stdout, stderr } of refused) {
      expect(code).not.toBe(0);
      expect(stdout + stderr).toContain('`if` keyword is required before rule body');
    }
    const gator = await run(tools.gator, 'test', '--filename=gatekeeper.yaml', '--filename=pod.yaml');
    expect(gator.code).not.toBe(0);
    expect(gator.stdout + gator.stderr).toContain('missing required rules: [violation]');
  });

  it(`opa: ${of('5.2.1')}, read as the Rego of before, admits what it forbids`, async () => {
    using folder = scratchFolder({ 'plan.rego': snippet('5.2.1') });
    const denied = async (kind: string): Promise<unknown[]> => {
      const { object } = BAD_PODS.find(({ what }) => what === `${kind}: privileged`)!;
      const hashed = { ...object, metadata: { annotations: { 'constitutional-hash': 'cdd01ef066bc6cf2' } } };
      const input = JSON.stringify({
        request: { kind: { kind }, namespace: 'acgs2-system', object: hashed },
      });
      const { stdout } = await runProgram(
        tools.opa,
        [
          ...['eval', '--v0-compatible', '--data=plan.rego', '--stdin-input', '--format=values'],
          'data.kubernetes.admission.deny',
        ],
        { cwd: folder.folder, input },
      );
      return (JSON.parse(stdout) as [unknown[]])[0];
    };
    expect(await denied('Pod')).toContain('Privileged containers not allowed outside system namespace');
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Rollout'])
      expect(await denied(kind), kind).toEqual([]);
  });

  it(`reachability: ${of('5.1.1')}: an outage`, async () => {
    const text = await planNetworkPolicies();
    // nothing is wrong with their form
    expect((await kubeconform({ 'policies.yaml': text }, '1.37.0')).refused).toEqual([]);
    const policies = parseAllDocuments(text).flatMap((one) => {
      const policy = one.toJS() as NetworkPolicy | null;
      return policy === null
        ? []
        : [{ ...policy, metadata: { ...policy.metadata, namespace: 'acgs2-system' } }];
    });
    expect(policies).toHaveLength(3);
    const neighbours = { gatewayNamespace: 'envoy-gateway-system', monitoringNamespace: 'monitoring' };
    const wrong = reachabilityMatrix(platformFor(), neighbours)
      .filter((one) => reaches(policies, one) !== one.allowed)
      .map(({ what }) => what);
    for (const call of ['audit → DNS (UDP):53', 'audit → DNS (TCP):53', 'api-gateway → agent-bus:8000'])
      expect(wrong).toContain(call);
  });
});

/** The plan has no template for Gatekeeper: this is the least that one is. */
function asConstraintTemplate(rego: string): string {
  const template = {
    apiVersion: 'templates.gatekeeper.sh/v1',
    kind: 'ConstraintTemplate',
    metadata: { name: 'planpods' },
    spec: {
      crd: { spec: { names: { kind: 'PlanPods' } } },
      targets: [{ target: 'admission.k8s.gatekeeper.sh', rego }],
    },
  };
  const constraint = {
    apiVersion: 'constraints.gatekeeper.sh/v1beta1',
    kind: 'PlanPods',
    metadata: { name: 'plan' },
  };
  return `${stringify(template)}---\n${stringify({ ...constraint, spec: {} })}`;
}
