import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { objectsIn } from '../../src/kits/check/kubernetes-objects.js';
import { bench, kitTools } from '../bench/bench.js';
import { runAcgs, runOk, runProgram, type RunResult } from '../bench/run.js';
import { scratchFolder, type Scratch } from '../bench/scratch.js';
import { ACGS2_YAML } from './acgs2.js';
import { KITS } from './all-kits.js';
import { judgeWorkflows } from './github/judge-workflows.js';
import { KUBERNETES, kubeconform } from './kubeconform.js';
import { BAD_PODS, GOOD_PODS } from './pods.js';
import { runCheckov } from './terraform/run-checkov.js';
import { terraforms } from './terraform/terraforms.js';

/** What Gatekeeper's `gator test` says of an object that a constraint refuses. */
interface Violation {
  readonly msg: string;
  readonly violatingObject: { readonly kind: string; readonly metadata: { readonly name: string } };
}

/**
 * The twelve kits as a user has them, `acgs kit add` of all into the folder of the platform's acgs.yaml, and each validator run by
 * hand over what it understands.
 */
describe('all kits, written', () => {
  const tools = kitTools();
  const files: Record<string, string> = {};
  const having = (pattern: RegExp): string[] => Object.keys(files).filter((path) => pattern.test(path));
  /** Files that hold Kubernetes objects. */
  const manifests = (): string[] =>
    having(/\.yaml$/).filter((path) => objectsIn({ path, text: files[path]!, format: 'yaml' }).length > 0);
  let project: Scratch;
  const read = (path: string): string => readFileSync(join(project.folder, path), 'utf8');
  const run = (program: string, ...args: readonly string[]): Promise<RunResult> =>
    runProgram(program, args, { cwd: project.folder });

  beforeAll(async () => {
    project = scratchFolder({ 'acgs.yaml': ACGS2_YAML });
    const added = await runAcgs(['kit', 'add', ...KITS.map(({ manifest }) => manifest.name)], {
      cwd: project.folder,
    });
    expect(added.code, added.stderr).toBe(0);
    const lock = JSON.parse(read('acgs.lock.json')) as { readonly files: object };
    for (const path of Object.keys(lock.files)) files[path] = read(path);
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
      [path]: files[path]!.replace('image:', 'imag:').replace('runAsNonRoot: true', 'runAsNonRoot: false'),
    });
    const { code, stdout } = await runAcgs(['kit', 'check', '--json'], { cwd: project.folder });
    project.write({ [path]: files[path]! });
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
      Object.fromEntries(manifests().map((path) => [path, files[path]!])),
      version,
    );
    expect(refused).toEqual([]);
    expect(valid).toBeGreaterThan(90);
  });

  it.each(['alerts', 'otel', 'rollouts'])(
    'kustomize builds deploy/%s, and kubeconform takes it',
    async (name) => {
      const kubectl = join(dirname(realpathSync(tools.helm)), 'kubectl');
      const built = await runOk(kubectl, ['kustomize', `deploy/${name}`], { cwd: project.folder });
      const { valid, refused } = await kubeconform({ 'built.yaml': built }, '1.37.0');
      expect(refused).toEqual([]);
      expect(valid).toBeGreaterThan(2);
    },
  );

  it('conftest, with the policy of the kit policies', async () => {
    const policy = ['--namespace', 'acgs.pods', '--policy', 'policy/pods', '--data', 'policy/data.json'];
    const judged = await run(tools.conftest, 'test', '--no-color', ...policy, ...manifests());
    expect(judged).toMatchObject({ code: 0 });
    expect(judged.stdout).toMatch(/\b0 failures/);
    // and it is no policy that lets everything pass
    project.write({ 'bad.yaml': BAD_PODS.map(({ object }) => stringify(object)).join('---\n') });
    const bad = await run(tools.conftest, 'test', '--no-color', '--output=json', ...policy, 'bad.yaml');
    expect(bad.code).toBe(1);
  });

  it('gator, with the constraint of the kit policies: what other kits render, good pods and bad ones', async () => {
    const judge = async (...paths: readonly string[]): Promise<readonly Violation[]> => {
      const { stdout, stderr } = await run(
        tools.gator,
        ...['test', '--output=json'],
        ...['deploy/policies/gatekeeper.yaml', ...paths].flatMap((path) => ['--filename', path]),
      );
      expect(stdout, stderr).not.toBe('');
      return (JSON.parse(stdout) ?? []) as readonly Violation[];
    };
    const applied = manifests().filter((path) => !/policies\/|kustomization/.test(path));
    project.write({
      'good.yaml': GOOD_PODS.map(({ object }) => stringify(object)).join('---\n'),
      ...Object.fromEntries(BAD_PODS.map(({ object }, index) => [`bad/${index}.yaml`, stringify(object)])),
    });
    expect(await judge(...applied, 'good.yaml')).toEqual([]);
    for (const [index, { what }] of BAD_PODS.entries())
      expect(await judge(`bad/${index}.yaml`), what).not.toEqual([]);
  });

  it('opa, promtool, amtool', async () => {
    expect(await run(tools.opa, 'check', '--strict', 'policy')).toMatchObject({ code: 0 });
    expect((await run(tools.opa, 'test', 'policy')).stdout).toMatch(/^PASS: (\d+)\/\1$/m);
    expect(await run(tools.promtool, 'check', 'rules', 'deploy/alerts/rules.yaml')).toMatchObject({
      code: 0,
    });
    const tests = having(/\.test\.yaml$/);
    expect(tests.length).toBeGreaterThan(1);
    for (const test of tests)
      expect(await run(tools.promtool, 'test', 'rules', test), test).toMatchObject({ code: 0 });
    expect(await run(tools.amtool, 'check-config', 'deploy/alerts/alertmanager.yaml')).toMatchObject({
      code: 0,
    });
  });

  it('actionlint and zizmor, at its strictest', async () => {
    const workflows = Object.fromEntries(having(/^\.github\//).map((path) => [path, files[path]!]));
    expect(Object.keys(workflows)).toHaveLength(5);
    const { actionlint, zizmor } = await judgeWorkflows(workflows);
    expect(actionlint).toMatchObject({ code: 0, stdout: '' });
    expect(zizmor.code, zizmor.stdout).toBe(0);
  });

  it('ShellCheck, hadolint, terraform fmt, checkov', async () => {
    const scripts = having(/\.sh$/);
    expect(scripts).toHaveLength(2);
    expect(await run(bench().tools.shellcheck, ...scripts)).toMatchObject({ code: 0, stdout: '' });
    const dockerfiles = having(/Dockerfile$/);
    expect(dockerfiles).toHaveLength(6);
    expect(await run(bench().tools.hadolint, ...dockerfiles)).toMatchObject({ code: 0, stdout: '' });
    for (const [name, terraform] of terraforms())
      expect(await run(terraform, 'fmt', '-check', '-diff', '-recursive', 'infra'), name).toMatchObject({
        code: 0,
      });
    const { failed, unread, passed } = await runCheckov(join(project.folder, 'infra'));
    expect({ failed, unread }).toEqual({ failed: [], unread: 0 });
    expect(passed).toBeGreaterThan(200);
  });
});
