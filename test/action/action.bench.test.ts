import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bench, projectRoot } from '../bench/bench.js';
import { readCommandFile } from '../bench/github/read-command-file.js';
import { packedCli } from '../bench/packed.js';
import { runProgram, type RunResult } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { judgeWorkflows } from '../kits/github/judge-workflows.js';
import { project } from '../release/project.js';

const server = scratchFolder();
let tarball = '';

beforeAll(async () => {
  tarball = await packedCli(server.folder);
});
afterAll(() => {
  server.remove();
});

/** Runs the action's entry as the runner does. */
async function runEntry(
  workspace: string,
  temporary: string,
  inputs: Readonly<Record<string, string>>,
): Promise<RunResult> {
  const given = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
  return await runProgram(process.execPath, [join(projectRoot, 'action/main.js')], {
    cwd: workspace,
    env: {
      PATH: `${dirname(process.execPath)}:${bench().env['PATH'] ?? process.env['PATH'] ?? ''}:${join(projectRoot, '.tools/bin')}`,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: join(temporary, 'output'),
      GITHUB_STEP_SUMMARY: join(temporary, 'summary'),
      RUNNER_TEMP: temporary,
      ACGS_PACKAGE: tarball,
      ...given,
    },
  });
}

test('one step releases: outputs, summary, the exit code of acgs', async () => {
  using it = await project({ key: false });
  using files = scratchFolder({ output: '', summary: '' });
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  const done = await runEntry(it.folder, files.folder, { integrity, until: 'gate' });
  expect(done.code, done.stderr + done.stdout).toBe(0);
  const outputs = readCommandFile(join(files.folder, 'output'));
  expect(outputs['digest']).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(Object.keys(outputs).sort()).toEqual(['digest', 'image', 'images', 'report']);
  expect(readFileSync(join(files.folder, 'summary'), 'utf8')).toContain(outputs['digest']);

  const wrong = await runEntry(it.folder, files.folder, { services: 'nobody' });
  expect(wrong.code).toBe(2);
});

test('another package than the one that was asked for never runs', async () => {
  using it = await project({ key: false });
  using files = scratchFolder({ output: '', summary: '' });
  const refused = await runEntry(it.folder, files.folder, { integrity: `sha512-${'A'.repeat(86)}==` });
  expect(refused.code).toBe(1);
  expect(refused.stdout).toMatch(/^::error title=acgs::acgs \S+ has the integrity sha512-/m);
  expect(readCommandFile(join(files.folder, 'output'))).toEqual({});
});

test('actionlint and zizmor have nothing to say about the action and a workflow that uses it', async () => {
  const workflow = `name: release
on: workflow_dispatch
permissions: {}
concurrency: { group: release, cancel-in-progress: false }
jobs:
  release:
    name: Release
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
      contents: read # check out
    steps:
      - uses: ./ # zizmor: ignore[self-repository] the form that actionlint knows
        id: acgs
        with:
          services: api
          until: gate
      - run: echo "$DIGEST"
        env:
          DIGEST: \${{ steps.acgs.outputs.digest }}
`;
  const { actionlint, zizmor } = await judgeWorkflows({
    'action.yml': readFileSync(join(projectRoot, 'action.yml'), 'utf8'),
    'action/main.js': '',
    '.github/workflows/release.yml': workflow,
  });
  expect(actionlint).toMatchObject({ code: 0, stdout: '' });
  expect(zizmor.stdout).toMatch(/No findings to report/);
});
