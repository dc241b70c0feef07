import { expect, it } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { kitTools } from '../../bench/bench.js';
import { runProgram } from '../../bench/run.js';
import { writtenKit } from '../written-kit.js';
import { describePlan, of, snippet } from './action-plan.js';
import { planRollout } from './chart.js';

interface PrometheusRule {
  readonly spec: { readonly groups: readonly { readonly rules: readonly Alert[] }[] };
}
interface Alert {
  readonly alert: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
interface Rollout {
  readonly spec: {
    readonly strategy: {
      readonly canary: { readonly analysis: { readonly metrics: readonly { readonly query: string }[] } };
    };
  };
}
interface QueryTests {
  readonly tests: readonly { readonly promql_expr_test: readonly { readonly expr: string }[] }[];
}

/** The tests and routes that the kits bring refuse the plan's rules and queries. */
describePlan('in monitoring, the form of the plan', () => {
  const tools = kitTools();
  const rules = (): PrometheusRule => parse(snippet('3.2.1')) as PrometheusRule;

  it(`promtool: ${of('3.2.1')} under the tests of the kit alerts`, async () => {
    using kit = await writtenKit('alerts');
    kit.write({ 'deploy/alerts/rules.yaml': stringify(rules().spec) });
    const args = ['test', 'rules', 'deploy/alerts/tests/rules.test.yaml'];
    const { code, stdout, stderr } = await runProgram(tools.promtool, args, { cwd: kit.folder });
    expect(code).toBe(1);
    const said = stdout + stderr;
    // one failure in 100,000 fires
    expect(said).toMatch(/alertname: HighErrorRate, time: 1h,\s+exp:\[\s*\],\s+got:\[\s*0:/);
    // an outage does not: not by failures, not by absence, not by throughput
    for (const silent of ['HighErrorRate', 'ServiceAbsent', 'LowThroughput'])
      expect(said).toMatch(new RegExp(`alertname=\\\\"${silent}\\\\".*\\s+exp: \\{\\} 1E\\+00\\s+got: nil`));
    // four pods with a quarter each fire, each of them
    expect(said).toMatch(/alertname: LowThroughput, time: 15m,[^]*?pod="a"[^]*?pod="d"/);
  });

  it(`amtool: ${of('3.2.1')} wakes nobody: severity is no label`, async () => {
    using kit = await writtenKit('alerts');
    const receiver = async (labels: Readonly<Record<string, string>>): Promise<string> => {
      const { stdout } = await runProgram(
        tools.amtool,
        [
          ...['config', 'routes', 'test', '--config.file', 'deploy/alerts/alertmanager.yaml'],
          ...Object.entries(labels).map(([name, value]) => `${name}=${value}`),
        ],
        { cwd: kit.folder },
      );
      return stdout.trim().split(',')[0]!;
    };
    const alerts = rules().spec.groups.flatMap((group) => group.rules);
    const critical = alerts.filter(({ annotations }) => annotations['severity'] === 'critical');
    expect(critical.map(({ alert }) => alert)).toEqual(['ConstitutionalViolation']);
    for (const { alert, labels = {} } of alerts)
      expect(await receiver({ alertname: alert, ...labels })).not.toBe('pagerduty');
    expect(await receiver({ alertname: 'ConstitutionalViolation', severity: 'critical' })).toBe('pagerduty');
  });

  it(`promtool: the queries of ${of('2.2.1')} under the tests of the kit rollouts`, async () => {
    using kit = await writtenKit('rollouts');
    const [{ spec }] = parseAllDocuments(await planRollout()).map((one) => one.toJS() as Rollout) as [
      Rollout,
    ];
    const [latency, errors] = spec.strategy.canary.analysis.metrics.map(({ query }) => query);
    const path = 'deploy/rollouts/tests/analysis.test.yaml';
    const ours = parse(kit.files[path]!) as QueryTests;
    const tests = ours.tests.map((one) => ({
      ...one,
      promql_expr_test: one.promql_expr_test.map((test) => ({
        ...test,
        expr: test.expr.includes('duration') ? latency : errors,
      })),
    }));
    kit.write({ [path]: stringify({ ...ours, tests }) });
    const { code, stdout, stderr } = await runProgram(tools.promtool, ['test', 'rules', path], {
      cwd: kit.folder,
    });
    expect(code).toBe(1);
    const said = stdout + stderr;
    // half of the canary's requests fail: each failing series divided by itself is 1, whoever else there is
    expect(said).toMatch(/exp: \{\} 5E-01\s+got: \{[^}]*status="500"\} 1E\+00/);
    // no failure is no answer, and a quarter of slow requests is none either
    expect(said).toMatch(/exp: \{\} 0E\+00\s+got: nil/);
    expect(said).toMatch(/exp: \{\} 2\.5E-01\s+got: (?!\{\} 2\.5E-01)/);
  });
});
