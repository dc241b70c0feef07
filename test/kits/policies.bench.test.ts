import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';

import { kitTools, projectRoot } from '../bench/bench.js';
import { runAcgs, runProgram } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { rendered } from './acgs2.js';
import { BAD_PODS, GOOD_PODS, type PodCase } from './pods.js';
import { writtenKit } from './written-kit.js';

interface Verdict {
  readonly kind: string;
  readonly denied: readonly string[];
}
/** How the action plan writes Rego (task 5.2, Apache-2.0): before version 1, pods alone, the hash on the object. */
const PLAN_REGO = `package kubernetes.admission
deny[msg] {
  input.request.kind.kind == "Pod"
  not input.request.object.spec.securityContext.runAsNonRoot
  msg := "Containers must run as non-root"
}
`;

const asYaml = (cases: readonly PodCase[]): string =>
  cases.map(({ object }) => stringify(object)).join('---\n');

describe('kit policies', () => {
  const tools = kitTools();
  let kit: Awaited<ReturnType<typeof writtenKit>>;
  beforeAll(async () => {
    kit = await writtenKit('policies');
    kit.write({ 'bad.yaml': asYaml(BAD_PODS), 'good.yaml': asYaml(GOOD_PODS) });
  });
  afterAll(() => kit.remove());

  const opa = (...args: string[]): ReturnType<typeof runProgram> =>
    runProgram(tools.opa, args, { cwd: kit.folder });
  async function celJudges(
    file: string,
    policies = 'deploy/policies/admission-policy.yaml',
  ): Promise<Verdict[]> {
    const { code, stdout, stderr } = await runProgram(tools['cel-policy'], [policies, file], {
      cwd: kit.folder,
    });
    expect(code, stderr).toBe(0);
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Verdict);
  }

  it('is Rego v1 that opa takes at its strictest, and whose tests pass', async () => {
    expect(await opa('check', '--strict', 'policy')).toMatchObject({ code: 0 });
    const tests = await opa('test', 'policy');
    expect(tests.stdout).toMatch(/^PASS: (\d+)\/\1$/m);
  });

  it('ships what its Rego compiles to', async () => {
    const check = await runProgram(process.execPath, ['scripts/kits/build-policy.mjs', '--check'], {
      cwd: projectRoot,
    });
    expect(check.code, check.stderr).toBe(0);
  });

  it('judges in CEL as the API server does: each bad pod refused, each good one admitted', async () => {
    const bad = await celJudges('bad.yaml');
    expect(bad).toHaveLength(BAD_PODS.length);
    bad.forEach(({ denied }, index) => expect(denied, BAD_PODS[index]!.what).not.toEqual([]));
    const good = await celJudges('good.yaml');
    good.forEach(({ denied }, index) => expect(denied, GOOD_PODS[index]!.what).toEqual([]));
  });

  it('admits in CEL what the other kits render', async () => {
    const files = { ...(await rendered('rollouts')), ...(await rendered('argocd')) };
    const manifests = Object.entries(files).filter(([path]) =>
      /^deploy\/(?:rollouts\/services|argocd\/hooks)\//.test(path),
    );
    const pods = manifests
      .flatMap(([, text]) => parseAllDocuments(text).map((one) => one.toJS() as { kind: string }))
      .filter(({ kind }) => kind === 'Rollout' || kind === 'Job');
    expect(pods).toHaveLength(7);
    kit.write({ 'others.yaml': pods.map((one) => stringify(one)).join('---\n') });
    for (const { denied } of await celJudges('others.yaml')) expect(denied).toEqual([]);
  });

  it('finds the plan’s Rego not to compile', async () => {
    kit.write({ 'plan/kubernetes.rego': PLAN_REGO });
    const { code, stdout, stderr } = await opa('check', '--strict', 'plan');
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('`if` keyword is required');
  });

  it('is tested by opa once it is edited, and a failing test is exit 3', async () => {
    using mine = scratchFolder(await rendered('policies'));
    const inside = { cwd: mine.folder, env: { PATH: `${join(tools.opa, '..')}:${process.env['PATH']}` } };
    const whole = await runAcgs(['policy', 'test', '--json'], inside);
    expect(JSON.parse(whole.stdout)).toMatchObject({ status: 'passed', engine: 'compiled' });
    mine.write({ 'policy/pods/mine_test.rego': 'package mine_test\n\ntest_fails if 1 == 2\n' });
    const edited = await runAcgs(['policy', 'test', '--json'], inside);
    expect(edited.code).toBe(3);
    const document = JSON.parse(edited.stdout) as {
      engine: string;
      tests: { name: string; passed: boolean }[];
    };
    expect(document.engine).toBe('opa');
    expect(document.tests.filter(({ passed }) => !passed)).toEqual([
      { name: 'mine_test.test_fails', passed: false },
    ]);
  });
});
