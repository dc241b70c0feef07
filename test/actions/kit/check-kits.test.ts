import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkKits } from '../../../src/actions/kit/check-kits.js';
import { DEPLOYMENT, SampleProject } from './sample-project.js';

const GOOD = DEPLOYMENT.replace('  template:\n', '  selector: {}\n  template:\n');
let project: SampleProject;
let tools: string;
const path = process.env['PATH'];

beforeEach(async () => {
  project = new SampleProject();
  tools = mkdtempSync(join(tmpdir(), 'acgs-tools-'));
  project.kit('web', {
    files: {
      'deploy/web/deployment.yaml': ['merge', 'yaml', GOOD],
      'deploy/web/run.sh': ['managed', 'shell', '#!/bin/sh\necho\n'],
      'infra/web/main.tf': ['merge', 'hcl', 'resource "aws_kms_key" "a" {}\n'],
    },
    validators: [
      { tool: 'shellcheck', files: ['deploy/**/*.sh'] },
      { tool: 'helm', files: ['charts/**'] },
      { tool: 'kubeconform', files: ['deploy/**/*.yaml'] },
      { tool: 'conftest', files: ['deploy/**/*.yaml'] },
    ],
  });
  await project.add('web');
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(tools, { recursive: true });
  project.dispose();
});

/** Puts a program on PATH, alone. */
function only(name: string | undefined, script = ''): void {
  process.env['PATH'] = tools;
  if (name === undefined) return;
  writeFileSync(join(tools, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(tools, name), 0o755);
}

async function found(): Promise<readonly string[]> {
  const { findings } = await checkKits(project.options);
  return findings.map(({ path: file, line, check, message }) => `${file}:${line ?? ''} ${check}: ${message}`);
}

describe('acgs kit check', () => {
  it('finds nothing in what was rendered, and says what was not run', async () => {
    only(undefined);
    expect(await checkKits(project.options)).toMatchObject({
      files: 3,
      findings: [],
      ran: ['drift', 'syntax', 'kubernetes', 'aws', 'terraform'],
      notRun: [
        { check: 'shellcheck', reason: 'shellcheck is not installed', paths: ['deploy/web/run.sh'] },
        {
          check: 'kubeconform',
          reason: 'kubeconform is not installed',
          paths: ['deploy/web/deployment.yaml'],
        },
      ],
    });
  });

  it('runs a validator that is installed and places what it says', async () => {
    only('shellcheck', 'echo "$2:3:1: note: something" ; exit 1');
    expect(await found()).toEqual(['deploy/web/run.sh:3 shellcheck: note: something']);
    only('shellcheck', 'echo "cannot read" >&2; exit 2');
    expect(await found()).toEqual(['deploy/web/run.sh: shellcheck: cannot read']);
    only('shellcheck', 'exit 0');
    expect((await checkKits(project.options)).ran).toContain('shellcheck');
  });

  it('takes OpenTofu where there is no Terraform', async () => {
    project.kit('infra', {
      files: { 'infra/more/main.tf': ['merge', 'hcl', 'resource "aws_kms_key" "b" {}\n'] },
      validators: [{ tool: 'terraform-fmt', files: ['infra/**/*.tf'] }],
    });
    await project.add('infra');
    only('tofu', 'echo "$5:1: not so"; exit 3');
    expect(await found()).toEqual(['infra/more/main.tf:1 terraform-fmt: not so']);
  });

  it('hands kubeconform the schemas of the kinds that it judges, once for each version of Kubernetes', async () => {
    const has =
      'test -f "$dir/v1.34.0_apps_deployment_v1.json" && test -f "$dir/v1.37.0_apps_deployment_v1.json"';
    const where = 'for word; do case $word in *{{*) dir=${word%/*} ;; esac; done';
    const says =
      "deploy/web/deployment.yaml - Deployment api is invalid: problem validating schema. Check JSON formatting: jsonschema validation failed with 'file:///x#' - at '/spec': bad - at '/kind': additional properties 'b', 'a' not allowed";
    only('kubeconform', `${where}; ${has} && echo "${says}"; exit 1`);
    const message =
      "Deployment api is invalid: at '/kind': additional properties 'a', 'b' not allowed; at '/spec': bad";
    expect(await found()).toEqual([`deploy/web/deployment.yaml: kubeconform: ${message}`]);
    only('kubeconform', `case $* in *1.3[45].0*) ${where}; ${has} && echo "${says}"; exit 1 ;; esac`);
    expect(await found()).toEqual([
      `deploy/web/deployment.yaml: kubeconform: ${message} (Kubernetes 1.34, 1.35)`,
    ]);
  });

  it('judges by the policy of another kit where that kit is there', async () => {
    only('conftest', 'echo "FAIL - deploy/web/deployment.yaml - acgs.pods - is privileged"; exit 1');
    expect(await found()).toEqual([]);
    project.kit('policies', {
      files: { 'policy/pods/pods.rego': ['managed', 'rego', 'package acgs.pods\n'] },
    });
    await project.add('policies');
    expect(await found()).toEqual(['deploy/web/deployment.yaml: conftest: acgs.pods - is privileged']);
    rmSync(join(tools, 'conftest'));
    expect((await checkKits(project.options)).notRun).toContainEqual({
      check: 'conftest',
      reason: 'conftest is not installed',
      paths: ['deploy/web/deployment.yaml'],
    });
  });

  it('finds drift, deleted files, and what acgs.yaml no longer says; an edit of a merge file is none', async () => {
    project.write(
      'deploy/web/deployment.yaml',
      project.read('deploy/web/deployment.yaml').replace('replicas: 2', 'replicas: 5'),
    );
    expect(await found()).toEqual([]);
    project.write('deploy/web/run.sh', '#!/bin/sh\nexit\n');
    rmSync(join(project.root, 'infra/web/main.tf'));
    expect(await found()).toEqual([
      'deploy/web/run.sh: drift: a managed file was edited',
      'infra/web/main.tf: drift: it was deleted: `acgs kit update` restores it',
    ]);
  });

  it('finds files that are not read in their own format, and objects that are not what their kind allows', async () => {
    project.write('infra/web/main.tf', `${project.read('infra/web/main.tf')}x {\n`);
    project.write(
      'deploy/web/deployment.yaml',
      project.read('deploy/web/deployment.yaml').replace('image:', 'imag:'),
    );
    expect(await found()).toEqual([
      'infra/web/main.tf:4 syntax: the block x of line 3 is not closed',
      'deploy/web/deployment.yaml:13 kubernetes: Deployment api: spec.template.spec.containers.0.imag: there is no such field',
    ]);
    project.write('deploy/web/deployment.yaml', '<<<<<<< yours\n');
    expect((await found())[0]).toMatch(/^deploy\/web\/deployment\.yaml: drift: its header was removed/);
    expect(await found()).toContainEqual(
      'deploy/web/deployment.yaml:1 syntax: a conflict is not settled: markers are left',
    );
  });
});
