import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kitTools } from '../bench/bench.js';
import { runProgram } from '../bench/run.js';
import { platformFor } from './acgs2.js';
import { writtenKit } from './written-kit.js';

interface Rule {
  readonly alert?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Rules as the action plan of the platform has them (task 3.2, Apache-2.0): divided before they are summed, the sum of no
 * series left out, a limit of 0 taken for a limit.
 */
const PLAN_RULES = `groups:
  - name: plan
    rules:
      - alert: HighErrorRate
        expr: rate(http_requests_total{status=~"5.."}[5m]) / rate(http_requests_total[5m]) > 0.01
        for: 2m
      - alert: LowThroughput
        expr: rate(http_requests_total[5m]) < 100
        for: 2m
      - alert: HighMemoryUsage
        expr: container_memory_working_set_bytes / container_spec_memory_limit_bytes > 0.9
        for: 5m
`;

describe('kit alerts', () => {
  const tools = kitTools();
  let kit: Awaited<ReturnType<typeof writtenKit>>;
  const alerts = (): Rule[] => {
    const { groups } = parse(kit.files['deploy/alerts/rules.yaml']!) as { groups: { rules: Rule[] }[] };
    return groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);
  };

  beforeAll(async () => {
    kit = await writtenKit('alerts');
  });
  afterAll(() => kit.remove());

  it('passes promtool and amtool', async () => {
    const inside = { cwd: kit.folder };
    const rules = await runProgram(tools.promtool, ['check', 'rules', 'deploy/alerts/rules.yaml'], inside);
    expect(rules).toMatchObject({ code: 0 });
    const tests = await runProgram(
      tools.promtool,
      ['test', 'rules', 'deploy/alerts/tests/rules.test.yaml'],
      inside,
    );
    expect(tests).toMatchObject({ code: 0 });
    const routes = await runProgram(
      tools.amtool,
      ['check-config', 'deploy/alerts/alertmanager.yaml'],
      inside,
    );
    expect(routes).toMatchObject({ code: 0 });
  });

  it.each([
    ['no service with metrics', {}, (yaml: string) => yaml.replaceAll(/^ {4}metrics:.*\n/gm, '')],
    [
      'other objectives',
      { availability: 99.5, latencySeconds: 0.25, slowPercent: 5, minimumRps: 7 },
      undefined,
    ],
    ['no throughput and no hash', { minimumRps: 0 }, (yaml: string) => `${yaml}constitutionalHash: false\n`],
  ] as const)('passes its own tests with %s', async (_, answers, edit) => {
    using other = await writtenKit('alerts', answers, platformFor(edit));
    const tests = await runProgram(
      tools.promtool,
      ['test', 'rules', join(other.folder, 'deploy/alerts/tests/rules.test.yaml')],
      {},
    );
    expect(tests).toMatchObject({ code: 0 });
  });

  it('has a runbook and a route for each alert', async () => {
    expect(alerts().length).toBeGreaterThan(10);
    for (const { alert, labels, annotations } of alerts()) {
      expect(kit.files, `runbook of ${alert}`).toHaveProperty([`docs/runbooks/${alert}.md`]);
      expect(annotations?.['runbook_url']).toBe(`https://runbooks.example.com/${alert}`);
      const severity = labels?.['severity'];
      const { stdout, code } = await runProgram(
        tools.amtool,
        [
          'config',
          'routes',
          'test',
          '--config.file',
          join(kit.folder, 'deploy/alerts/alertmanager.yaml'),
          `alertname=${alert}`,
          `severity=${severity}`,
        ],
        {},
      );
      expect(code).toBe(0);
      const expected = alert === 'Watchdog' ? 'dead-man' : severity === 'critical' ? 'pagerduty' : 'slack';
      expect(stdout.trim().split(',')[0], `${alert} goes to`).toBe(expected);
    }
  });

  it('gives the operator the very same groups', () => {
    const operator = parse(kit.files['deploy/alerts/prometheus-rule.yaml']!) as { spec: object };
    expect(operator.spec).toEqual(parse(kit.files['deploy/alerts/rules.yaml']!));
  });

  it('fails the rules of the plan with the same tests', async () => {
    using plan = await writtenKit('alerts');
    plan.write({ 'deploy/alerts/rules.yaml': PLAN_RULES });
    const { code, stdout, stderr } = await runProgram(
      tools.promtool,
      ['test', 'rules', 'deploy/alerts/tests/rules.test.yaml'],
      { cwd: plan.folder },
    );
    expect(code).toBe(1);
    const said = stdout + stderr;
    // one failure in 100,000 fires; four pods with a quarter each fire; a container without limit fires
    expect(said).toMatch(/alertname: HighErrorRate, time: 1h,\s+exp:\[\s*\],\s+got:\[\s*0:/);
    expect(said).toMatch(/alertname: LowThroughput, time: 15m/);
    expect(said).toContain('got: {alertname="HighMemoryUsage", container="free"}');
  });
});
