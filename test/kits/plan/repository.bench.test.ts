import { expect, it } from 'vitest';
import { bench } from '../../bench/bench.js';
import { runAcgs, runProgram, type RunResult } from '../../bench/run.js';
import { scratchFolder } from '../../bench/scratch.js';
import { rendered } from '../acgs2.js';
import { judgeWorkflows } from '../github/judge-workflows.js';
import { runCheckov } from '../terraform/run-checkov.js';
import { terraforms } from '../terraform/terraforms.js';
import { describePlan, of, type PlanTask, snippet } from './action-plan.js';
import { asWorkflow } from './as-workflow.js';

const NOTHING = `127.0.0.1:9/api@sha256:${'0'.repeat(64)}`;

/** Runs a program on one file, by a name of its kind. */
async function judge(
  program: string,
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<RunResult> {
  using scratch = scratchFolder(files);
  return await runProgram(program, args, { cwd: scratch.folder });
}

/**
 * The validators of what lies in a repository refuse the plan's form. checkov is no judge of its Dockerfile (43 checks, all passed),
 * actionlint none of the workflow that signs, nor of the steps that scan once they are a job's: those pass there, wrong as they are.
 */
describePlan('in a repository, the form of the plan', () => {
  it(`hadolint: ${of('1.1.1')}`, async () => {
    const configuration = (await rendered('docker-standard'))['.hadolint.yaml']!;
    const lint = async (text: string): Promise<RunResult> =>
      await judge(bench().tools.hadolint, ['Dockerfile'], {
        Dockerfile: text,
        '.hadolint.yaml': configuration,
      });
    // a port in a variable with a default is nothing that it can read
    const whole = await lint(snippet('1.1.1'));
    expect(whole.code).toBe(1);
    expect(whole.stdout).toContain("Dockerfile:31:20 unexpected '}'");
    const readable = await lint(snippet('1.1.1').replace(/^EXPOSE.*$/m, 'EXPOSE 8000'));
    expect(readable.code).toBe(1);
    for (const code of ['DL3066', 'DL3025']) expect(readable.stdout).toContain(code);
  });

  it.each<[PlanTask, (text: string) => string, readonly string[], string | undefined]>([
    ['1.1.2', asWorkflow, ['unpinned-uses', 'excessive-permissions'], undefined],
    [
      '1.3.1',
      (text) => text,
      ['unpinned-uses', 'excessive-permissions', 'artipacked'],
      'property "build" is not defined in object type {provenance:',
    ],
    [
      '4.1.1',
      (text) => text,
      ['unpinned-uses', 'excessive-permissions', 'artipacked', 'template-injection'],
      undefined,
    ],
  ])('zizmor and actionlint: %s', async (task, form, audits, message) => {
    const { actionlint, zizmor } = await judgeWorkflows({
      '.github/workflows/plan.yml': form(snippet(task)),
    });
    expect(zizmor.code).toBeGreaterThan(10);
    for (const audit of audits) expect(zizmor.stdout).toContain(`[${audit}]`);
    if (message !== undefined)
      expect(actionlint).toMatchObject({ code: 1, stdout: expect.stringContaining(message) as string });
  });

  it(`zizmor and actionlint: ${of('1.1.2')}, as it stands`, async () => {
    const { actionlint, zizmor } = await judgeWorkflows({ '.github/workflows/plan.yml': snippet('1.1.2') });
    expect(actionlint.code).toBe(1);
    expect(actionlint.stdout).toContain('"workflow" section is sequence node but mapping node is expected');
    expect(zizmor.code).not.toBe(0);
  });

  it(`ShellCheck: ${of('2.1.1')}`, async () => {
    const script = { 'install.sh': snippet('2.1.1') };
    const { code, stdout } = await judge(bench().tools.shellcheck, ['--norc', 'install.sh'], script);
    expect(code).toBe(1);
    // the interpreter on the second line; a password whose words are split
    for (const rule of ['SC1128', 'SC2046']) expect(stdout).toContain(rule);
  });

  it.each(['1.2.1', '6.1.1'] as const)('terraform fmt: %s', async (task) => {
    for (const [name, terraform] of terraforms()) {
      const { code } = await judge(terraform, ['fmt', '-check'], { 'main.tf': snippet(task) });
      expect(code, name).toBe(3);
    }
  });

  it(`terraform init: ${of('1.2.1')}`, async () => {
    const args = ['init', '-input=false', '-no-color'];
    for (const [name, terraform] of terraforms()) {
      const { code, stderr } = await judge(terraform, args, { 'main.tf': snippet('1.2.1') });
      expect(code, name).toBe(1);
      // OpenTofu lets variables in, but this is none
      expect(stderr, name).toContain(name === 'OpenTofu' ? 'Invalid reference' : 'Variables not allowed');
    }
  });

  it.each<[PlanTask, readonly string[]]>([
    ['1.2.1', ['CKV_AWS_119', 'CKV_AWS_28']],
    ['6.1.1', ['CKV_AWS_16', 'CKV_AWS_157', 'CKV_AWS_293']],
  ])('checkov: %s', async (task, checks) => {
    using module = scratchFolder({ 'main.tf': snippet(task) });
    const { failed } = await runCheckov(module.folder);
    for (const check of checks) expect(failed.join('\n')).toContain(check);
  });

  it(`cosign 2 and 3, and acgs: the verification of ${of('4.1.1')}, which names nobody`, async () => {
    const script = snippet('4.1.1');
    expect(script.slice(script.indexOf('cosign verify'))).not.toContain('--certificate-identity');
    for (const cosign of [bench().tools.cosign2, bench().tools.cosign3]) {
      const { code, stderr } = await runProgram(cosign, ['verify', NOTHING], {
        env: { COSIGN_EXPERIMENTAL: '1' },
      });
      expect(code).not.toBe(0);
      expect(stderr).toContain('--certificate-identity or --certificate-identity-regexp is required');
    }
    const { code, stderr } = await runAcgs(['verify', NOTHING], {});
    expect(code).toBe(2);
    expect(stderr).toContain('verify/no-identity');
  });
});
