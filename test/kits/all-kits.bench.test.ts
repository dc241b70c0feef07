import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bench, kitTools } from '../bench/bench.js';
import { runAcgs } from '../bench/run.js';
import { addedKits, type AddedKits } from './added-kits.js';
import { KITS } from './all-kits.js';
import { judgeWorkflows } from './github/judge-workflows.js';
import { KUBERNETES, kubeconform } from './kubeconform.js';
import { kustomize } from './kustomize.js';
import { runCheckov } from './terraform/run-checkov.js';
import { terraforms } from './terraform/terraforms.js';

/** Each validator, run by hand over what it understands of all kits; the policies of pods are in all-kits-pods.bench.test.ts. */
describe('all kits, added', () => {
  const tools = kitTools();
  let project: AddedKits;
  beforeAll(async () => {
    project = await addedKits();
  });
  afterAll(() => project.remove());

  it('pass `acgs kit check`, which runs every installed validator that a kit names', async () => {
    const { code, stdout } = await runAcgs(['kit', 'check', '--json'], { cwd: project.folder });
    expect(code, stdout).toBe(0);
    const { ran, notRun } = JSON.parse(stdout) as { ran: string[]; notRun: { check: string }[] };
    const named = KITS.flatMap(({ manifest }) => manifest.validators.map(({ tool }) => tool));
    const left = ['terraform-validate', 'checkov'];
    const own = ['hcl'];
    expect([...ran].sort()).toEqual(
      expect.arrayContaining([...new Set(named)].filter((name) => ![...left, ...own].includes(name)).sort()),
    );
    expect([...new Set(notRun.map(({ check }) => check))].sort()).toEqual([...left].sort());
  });

  it('are refused by the tools of others too, once they are edited into what is none', async () => {
    const path = 'deploy/rollouts/services/audit.yaml';
    project.write({
      [path]: project.files[path]!.replace('image:', 'imag:').replace(
        'runAsNonRoot: true',
        'runAsNonRoot: false',
      ),
    });
    const { code, stdout } = await runAcgs(['kit', 'check', '--json'], { cwd: project.folder });
    project.write({ [path]: project.files[path]! });
    expect(code).toBe(3);
    const { findings } = JSON.parse(stdout) as {
      findings: { check: string; path: string; message: string }[];
    };
    const said = (tool: string): readonly string[] =>
      findings.filter(({ check }) => check === tool).map(({ path: at, message }) => `${at} ${message}`);
    expect(said('kubeconform')).toEqual([
      `${path} Rollout audit is invalid: at '/spec/template/spec/containers/0': additional properties 'imag' not allowed`,
    ]);
    expect(said('conftest').join()).toContain(`${path} acgs.pods - Rollout audit`);
  });

  it.each(KUBERNETES)('kubeconform, strictly, Kubernetes %s', async (version) => {
    const { valid, refused } = await kubeconform(
      Object.fromEntries(project.manifests().map((path) => [path, project.files[path]!])),
      version,
    );
    expect(refused).toEqual([]);
    expect(valid).toBeGreaterThan(90);
  });

  it.each(['alerts', 'otel', 'rollouts'])(
    'kustomize builds deploy/%s, and kubeconform takes it',
    async (name) => {
      const built = await kustomize(join(project.folder, 'deploy', name));
      const { valid, refused } = await kubeconform({ 'built.yaml': built }, '1.37.0');
      expect(refused).toEqual([]);
      expect(valid).toBeGreaterThan(2);
    },
  );

  it('opa, promtool, amtool', async () => {
    expect(await project.run(tools.opa, 'check', '--strict', 'policy')).toMatchObject({ code: 0 });
    expect((await project.run(tools.opa, 'test', 'policy')).stdout).toMatch(/^PASS: (\d+)\/\1$/m);
    expect(await project.run(tools.promtool, 'check', 'rules', 'deploy/alerts/rules.yaml')).toMatchObject({
      code: 0,
    });
    const tests = project.having(/\.test\.yaml$/);
    expect(tests.length).toBeGreaterThan(1);
    for (const test of tests)
      expect(await project.run(tools.promtool, 'test', 'rules', test), test).toMatchObject({ code: 0 });
    expect(await project.run(tools.amtool, 'check-config', 'deploy/alerts/alertmanager.yaml')).toMatchObject({
      code: 0,
    });
  });

  it('actionlint and zizmor, at its strictest', async () => {
    const workflows = Object.fromEntries(
      project.having(/^\.github\//).map((path) => [path, project.files[path]!]),
    );
    expect(Object.keys(workflows)).toHaveLength(5);
    const { actionlint, zizmor } = await judgeWorkflows(workflows);
    expect(actionlint).toMatchObject({ code: 0, stdout: '' });
    expect(zizmor.code, zizmor.stdout).toBe(0);
  });

  it('ShellCheck, hadolint, terraform fmt, checkov', async () => {
    const scripts = project.having(/\.sh$/);
    expect(scripts).toHaveLength(2);
    expect(await project.run(bench().tools.shellcheck, ...scripts)).toMatchObject({ code: 0, stdout: '' });
    const dockerfiles = project.having(/Dockerfile$/);
    expect(dockerfiles).toHaveLength(6);
    expect(await project.run(bench().tools.hadolint, ...dockerfiles)).toMatchObject({ code: 0, stdout: '' });
    for (const [name, terraform] of terraforms())
      expect(
        await project.run(terraform, 'fmt', '-check', '-diff', '-recursive', 'infra'),
        name,
      ).toMatchObject({
        code: 0,
      });
    const { failed, unread, passed } = await runCheckov(join(project.folder, 'infra'));
    expect({ failed, unread }).toEqual({ failed: [], unread: 0 });
    expect(passed).toBeGreaterThan(200);
  });
});
