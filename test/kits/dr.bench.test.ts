import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bench } from '../bench/bench.js';
import { runProgram } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { judgeWorkflows } from './github/judge-workflows.js';
import { PLAN_MODULE } from './terraform/plan-dr.js';
import { runCheckov } from './terraform/run-checkov.js';
import { terraforms } from './terraform/terraforms.js';
import { writtenKit } from './written-kit.js';

/** What the variables want, as a stack would give it. */
const GIVEN = {
  name: 'acgs2',
  primary_region: 'us-west-2',
  dr_region: 'us-east-1',
  databases: { core: { arn: 'arn:aws:rds:us-west-2:111122223333:db:core', tier: 'A' } },
  vpc_id: 'vpc-1',
  subnet_ids: ['subnet-1', 'subnet-2'],
  client_security_group_ids: ['sg-1'],
  zone_id: 'Z1',
  hostname: 'api.example.com',
  sides: {
    primary: { host: 'a.example.com', load_balancer: 'a', load_balancer_zone: 'Z2' },
    dr: { host: 'b.example.com', load_balancer: 'b', load_balancer_zone: 'Z3' },
  },
  health_path: '/health/ready',
  replica_lag_seconds: 300,
  dns_alarm_topic_arn: 'arn:aws:sns:us-east-1:111122223333:alerts',
  database_alarm_topic_arn: 'arn:aws:sns:us-east-1:111122223333:alerts',
  drill_oidc_provider_arn: 'arn',
  drill_issuer: 'token.actions.githubusercontent.com',
  drill_subject: 'repo:acme/acgs2:environment:dr-drill',
};

describe('kit dr', () => {
  let kit: Awaited<ReturnType<typeof writtenKit>>;
  beforeAll(async () => {
    kit = await writtenKit('dr', { buckets: ['acme-documents', 'acme-reports-2026'] });
  });
  afterAll(() => kit.remove());

  it.each(terraforms())('is formatted, says %s', async (_name, terraform) => {
    const format = await runProgram(terraform, ['fmt', '-check', '-diff', '-recursive'], { cwd: kit.folder });
    expect(format.code, format.stdout).toBe(0);
  });

  it('is such that checkov finds nothing that is not reasoned away', async () => {
    const { failed, unread, passed, reasons } = await runCheckov(join(kit.folder, 'infra'));
    expect({ failed, unread }).toEqual({ failed: [], unread: 0 });
    expect(passed).toBeGreaterThan(100);
    for (const reason of reasons) expect(reason).toMatch(/\w+ \w+/);
  });

  it('is more than checkov lets pass of the plan', async () => {
    using plan = scratchFolder({ 'main.tf': PLAN_MODULE });
    const { failed } = await runCheckov(plan.folder);
    const instance = 'aws_db_instance.dr_replica';
    expect(failed).toEqual(
      expect.arrayContaining([
        `CKV_AWS_16 ${instance}`,
        `CKV_AWS_157 ${instance}`,
        `CKV_AWS_293 ${instance}`,
      ]),
    );
    expect(failed.length).toBeGreaterThanOrEqual(7);
  });

  it('has a script and a workflow that ShellCheck, actionlint and zizmor take as they are', async () => {
    const script = await runProgram(bench().tools.shellcheck, ['infra/dr/drill.sh'], { cwd: kit.folder });
    expect(script).toMatchObject({ code: 0, stdout: '' });
    const { actionlint, zizmor } = await judgeWorkflows(kit.files);
    expect(actionlint).toMatchObject({ code: 0, stdout: '' });
    expect(zizmor.code, zizmor.stdout).toBe(0);
    expect(zizmor.stdout).toMatch(/No findings to report/);
    expect(kit.files['.github/workflows/dr-drill.yml']).not.toContain('zizmor: ignore');
  });

  it.each([
    ['takes what is right', {}, undefined],
    ['a replica in the primary region', { dr_region: 'us-west-2' }, /A region other than the primary one/],
    [
      'a database by identifier',
      { databases: { core: { arn: 'core', tier: 'A' } } },
      /an identifier alone does not cross regions/,
    ],
    ['a third tier', { databases: { core: { ...GIVEN.databases.core, tier: 'C' } } }, /A tier is A or B/],
    [
      'no backups',
      { databases: { core: { ...GIVEN.databases.core, retention_days: 0 } } },
      /kept for 7 to 35 days/,
    ],
    ['one zone', { subnet_ids: ['subnet-1'] }, /two zones at least/],
    ['one side', { sides: { primary: GIVEN.sides.primary } }, /Two sides/],
    [
      'a topic that the alarm cannot reach',
      { dns_alarm_topic_arn: 'arn:aws:sns:eu-west-1:1:a' },
      /us-east-1/,
    ],
    ['any subject', { drill_subject: 'repo:acme/*' }, /without wildcards/],
    ['another switch', { traffic: 'both' }, /primary, automatic or dr/],
  ])('variables: %s', async (_, change, refusal) => {
    using module = scratchFolder({
      'variables.tf': kit.files['infra/dr/variables.tf']!,
      'traffic.tf': kit.files['infra/dr/variables-traffic.tf']!,
      'given.auto.tfvars.json': JSON.stringify({ ...GIVEN, ...change }),
    });
    for (const [name, terraform] of terraforms()) {
      const { code, stderr } = await runProgram(terraform, ['plan', '-input=false', '-no-color'], {
        cwd: module.folder,
      });
      expect(code, `${name}: ${stderr}`).toBe(refusal === undefined ? 0 : 1);
      if (refusal !== undefined) expect(stderr.replaceAll(/\s+/g, ' '), name).toMatch(refusal);
    }
  });
});
