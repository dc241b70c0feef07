import { expect, it } from 'vitest';
import { bench } from '../bench/bench.js';
import { runProgram } from '../bench/run.js';
import { writtenKit } from './written-kit.js';

/** How the action plan begins its script (task 2.1, Apache-2.0): the interpreter on the second line, errors passed over. */
const PLAN_SCRIPT =
  '# scripts/install-argocd.sh\n#!/bin/bash\nset -e\nkubectl create namespace $NAMESPACE || true\n';

it('kit argocd: ShellCheck takes the script, and refuses the plan’s', async () => {
  const { shellcheck } = bench().tools;
  using kit = await writtenKit('argocd');
  kit.write({ 'plan.sh': PLAN_SCRIPT });
  const inside = { cwd: kit.folder };
  expect(await runProgram(shellcheck, ['deploy/argocd/install.sh'], inside)).toMatchObject({
    code: 0,
    stdout: '',
  });
  const plan = await runProgram(shellcheck, ['plan.sh'], inside);
  expect(plan.code).toBe(1);
  expect(plan.stdout).toContain('SC1128');
});
