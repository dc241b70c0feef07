import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readHadolintConfig } from '../../../src/dockerfile/hadolint-config.js';
import { lintDockerfile } from '../../../src/dockerfile/lint.js';
import { collectorFindings } from '../../../src/kits/check/collector/collector.js';
import { kubernetesFindings } from '../../../src/kits/check/kubernetes.js';
import { checkWorkflow } from '../../../src/kits/workflow/check-workflow.js';
import { rendered } from '../acgs2.js';
import { judgeTerraform } from '../terraform/judge-terraform.js';
import { describePlan, of, PLAN, snippet, snippets } from './action-plan.js';
import { asWorkflow } from './as-workflow.js';

/** Codes that acgs finds in a workflow, once each. */
const inWorkflow = (text: string): readonly string[] => [
  ...new Set(checkWorkflow('.github/workflows/plan.yml', text).map(({ code }) => code)),
];

/**
 * What acgs itself says of the plan's snippets; that it takes what the kits render is shown kit by kit. The tools of others, and the
 * snippets that want Helm first: test/kits/plan/*.bench.test.ts.
 */
describePlan('acgs refuses the form of the plan', () => {
  it('all of it: each snippet is a task that is judged, here or by the tools of others', () => {
    expect(Object.keys(snippets()).sort()).toEqual(Object.keys(PLAN).sort());
  });

  it(of('1.1.1'), async () => {
    const { options } = readHadolintConfig(parse((await rendered('docker-standard'))['.hadolint.yaml']!));
    const hash = { constitutionalHash: 'cdd01ef066bc6cf2' };
    const codes = lintDockerfile(snippet('1.1.1'), { ...options, ...hash }).findings.map(({ code }) => code);
    // a base by tag, no hashes, a cache that is switched off, a user by name, a program that is not there, a port that nothing sets
    for (const code of ['ACGS1001', 'ACGS1301', 'ACGS1306', 'DL3066', 'ACGS1401', 'ACGS1409'])
      expect(codes).toContain(code);
  });

  it(of('1.1.2'), () => {
    expect(inWorkflow(snippet('1.1.2'))).toEqual(['workflow-syntax']);
    const codes = inWorkflow(asWorkflow(snippet('1.1.2')));
    for (const code of ['unpinned-uses', 'excessive-permissions']) expect(codes).toContain(code);
  });

  it(of('1.2.1'), async () => {
    expect(await judgeTerraform({ 'main.tf': snippet('1.2.1') })).toEqual([
      expect.stringContaining('there is no argument server_side_encryption_specification'),
      expect.stringContaining('there is no argument point_in_time_recovery_specification'),
    ]);
  });

  it(of('1.3.1'), () => {
    const codes = inWorkflow(snippet('1.3.1'));
    for (const code of ['unpinned-uses', 'artipacked', 'cache-poisoning', 'excessive-permissions'])
      expect(codes).toContain(code);
  });

  it(of('2.1.2'), async () => {
    const application = { path: 'app.yaml', text: snippet('2.1.2'), format: 'yaml' };
    const { findings } = await kubernetesFindings(application);
    expect(findings.map(({ message }) => message)).toEqual([
      'Application acgs2: spec.hooks: there is no such field',
    ]);
  });

  it(of('3.1.1'), async () => {
    const { config } = parse(snippet('3.1.1')) as { config: object };
    const file = { path: 'collector.yaml', text: stringify(config), format: 'yaml' };
    expect((await collectorFindings([file])).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^exporters\.jaeger: acgs knows no exporter jaeger; it knows .*otlp_grpc/),
      "exporters.prometheus.endpoint: port 8888 is taken by the collector's own metrics",
    ]);
  });

  it(of('4.1.1'), () => {
    const codes = inWorkflow(snippet('4.1.1'));
    for (const code of ['unpinned-uses', 'artipacked', 'cache-poisoning', 'template-injection'])
      expect(codes).toContain(code);
  });

  it(of('6.1.1'), async () => {
    const said = await judgeTerraform({ 'main.tf': snippet('6.1.1') });
    for (const name of [
      ...['primary_endpoint', 'route53_zone_id', 'primary_lb_dns'],
      ...['primary_zone_id', 'dr_lb_dns', 'dr_zone_id'],
    ])
      expect(said).toContain(`var.${name} is declared nowhere in this folder`);
  });
});
