import { describe, expect, it } from 'vitest';
import { parseHcl, type HclBlock } from '../../src/kits/check/hcl/parse-hcl.js';
import { platformFor, rendered } from './acgs2.js';
import { judgeTerraform } from './terraform/judge-terraform.js';
import { PLAN_MODULE } from './terraform/plan-dr.js';

const FORMS = [
  ['as it comes', {}],
  [
    'one tier, buckets',
    {
      databases: {
        core: { identifier: 'pg-core', tier: 'A', instanceClass: 'db.r8g.large', family: 'postgres16' },
      },
      buckets: ['a.b', 'acme-documents'],
    },
  ],
  ['no database', { databases: {}, traffic: 'automatic' }],
] as const;
const live = async (
  ...args: Parameters<typeof rendered> extends [string, ...infer Rest] ? Rest : never
): Promise<string> => (await rendered('dr', ...args))['infra/dr/live/main.tf']!;
const blocks = (text: string, type: string): HclBlock[] =>
  parseHcl(text).blocks.filter((block) => block.type === type);

describe('kit dr', () => {
  it.each(FORMS)(
    'has no argument that the provider lacks and no undeclared variable: %s',
    async (_, answers) => {
      const files = await rendered('dr', answers);
      expect(Object.keys(files).filter((path) => path.endsWith('.tf')).length).toBeGreaterThan(14);
      expect(await judgeTerraform(files)).toEqual([]);
    },
  );

  it('refuses the module of the plan by the same check: variables that nobody declares', async () => {
    const said = await judgeTerraform({ 'main.tf': PLAN_MODULE });
    for (const name of ['primary_endpoint', 'route53_zone_id', 'dr_lb_dns', 'dr_zone_id'])
      expect(said).toContain(`var.${name} is declared nowhere in this folder`);
  });

  it('gives the module every variable that it wants, and none that it does not have', async () => {
    const files = await rendered('dr');
    const [call] = blocks(files['infra/dr/live/main.tf']!, 'module');
    const variables = ['variables', 'variables-traffic'].flatMap((name) =>
      blocks(files[`infra/dr/${name}.tf`]!, 'variable'),
    );
    const given = [...call!.body.attributes.keys()].filter((name) => name !== 'source');
    const names = variables.map(({ labels }) => labels[0]!);
    expect(names).toEqual(expect.arrayContaining(given));
    const wanted = variables
      .filter(({ body }) => !body.attributes.has('default'))
      .map(({ labels }) => labels[0]!);
    expect(given).toEqual(expect.arrayContaining(wanted));
    for (const { body } of variables)
      expect([...body.attributes.keys()]).toEqual(expect.arrayContaining(['type', 'description']));
  });

  it('takes repository, readiness, hash and images from acgs.yaml', async () => {
    const text = await live();
    expect(text).toContain('drill_subject           = "repo:acme/acgs2:environment:dr-drill"');
    expect(text).toContain('health_path = "/health/ready"');
    expect(text).toContain('"acgs.io/constitutional-hash" = "cdd01ef066bc6cf2"');
    expect(text).toContain('ecr_repositories = []');
    const ecr = platformFor((yaml) =>
      yaml.replace('ghcr.io/acme/acgs2', '111122223333.dkr.ecr.us-west-2.amazonaws.com/acgs2'),
    );
    expect(await live({}, ecr)).toContain('ecr_repositories = ["acgs2/api-gateway", "acgs2/agent-bus"');
    const off = platformFor((yaml) => `${yaml}constitutionalHash: false\n`);
    expect(Object.values(await rendered('dr', {}, off)).join('')).not.toContain(
      'acgs.io/constitutional-hash',
    );
  });

  it('names the same things in module, script and workflow', async () => {
    const files = await rendered('dr', { name: 'core', accountId: '210987654321' });
    const script = files['infra/dr/drill.sh']!;
    expect(script).toContain('arn:aws:iam::210987654321:role/core-dr-drill');
    expect(files['infra/dr/drill-role.tf']).toContain('"${var.name}-dr-drill"');
    expect(script).toContain('copy="core-drill-$2-$DRILL_ID"');
    expect(files['infra/dr/drill-role.tf']).toContain(':db:${var.name}-drill-*"');
    expect(script).toContain('replica="core-$2-dr"');
    expect(files['infra/dr/replicas.tf']).toContain('"${var.name}-${each.key}-dr"');
    expect(files['.github/workflows/dr-drill.yml']).toContain('database: [core, audit]');
  });

  it('lets no load balancer decide in the place of a person', async () => {
    const text = (await rendered('dr'))['infra/dr/traffic.tf']!;
    expect(text).toContain('child_health_threshold = { primary = 0, automatic = 1, dr = 2 }[var.traffic]');
    expect(text).toContain('evaluate_target_health = var.traffic == "automatic"');
  });

  it.each([
    { name: 'a"; rm -rf /' },
    { databases: { 'a) rm -rf / ;;': { identifier: 'x', tier: 'A' } } },
    { databases: { a: { identifier: '$(reboot)', tier: 'A' } } },
    { databases: { a: { identifier: 'x', tier: 'C' } } },
    { databases: { a: { identifier: 'x', tier: 'A', instanceClass: 'db."\n' } } },
    { buckets: ['a"\n}'] },
    { hostname: 'x.example.com"' },
    { healthPath: '/${file("/etc/passwd")}' },
    { environment: '${{ github.token }}' },
    { runner: 'a\nb' },
    { alarmTopic: 'a:b' },
    { traffic: 'both' },
  ])('refuses %j', async (answers) => {
    await expect(rendered('dr', answers)).rejects.toMatchObject({ code: 'config/invalid' });
  });
});
