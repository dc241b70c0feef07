import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram, type RunResult } from '../bench/run.js';
import { runCheckov } from './terraform/run-checkov.js';
import { s3Server } from './terraform/s3-server.js';
import { terraforms } from './terraform/terraforms.js';
import { writtenKit } from './written-kit.js';

const ACCOUNT = '111122223333';
const STATE = `acgs2-terraform-state-${ACCOUNT}/platform/terraform.tfstate`;
const FOLDER = 'infra/terraform-backend';

/** A stack that needs no provider from outside. */
const STACK = `resource "terraform_data" "release" {
  input = "first"
}
`;
/** The backend block of the action plan (task 1.2, Apache-2.0), shortened. */
const PLAN_BACKEND =
  'terraform {\n  backend "s3" {\n    bucket = "acgs2-terraform-state-${AWS_ACCOUNT_ID}"\n    key    = "aws/terraform.tfstate"\n  }\n}\n';

it('kit terraform-backend: checkov finds nothing that is not reasoned away', async () => {
  using kit = await writtenKit('terraform-backend', { dynamodbLock: true });
  const { failed, unread, passed, reasons } = await runCheckov(join(kit.folder, FOLDER));
  expect({ failed, unread }).toEqual({ failed: [], unread: 0 });
  expect(passed).toBeGreaterThan(100);
  for (const reason of reasons) expect(reason).toMatch(/\w+ \w+/);
});

describe.each(terraforms())('kit terraform-backend, read by %s', (name, terraform) => {
  let kit: Awaited<ReturnType<typeof writtenKit>>;
  beforeAll(async () => {
    kit = await writtenKit('terraform-backend', { dynamodbLock: true });
  });
  afterAll(() => kit.remove());

  it('is formatted', async () => {
    const format = await runProgram(terraform, ['fmt', '-check', '-diff', '-recursive'], { cwd: kit.folder });
    expect(format.code, format.stdout).toBe(0);
  });

  it('keeps, locks and restores a state', async () => {
    await using s3 = await s3Server(ACCOUNT);
    kit.write({ 'stack/backend.tf': kit.files[`${FOLDER}/backend.tf`]!, 'stack/main.tf': STACK });
    const run = (...args: string[]): Promise<RunResult> =>
      runProgram(terraform, args, { cwd: `${kit.folder}/stack`, env: s3.env });
    // the loopback has no names below its own; nobody answers for the table
    const here = ['-backend-config=use_path_style=true', '-backend-config=dynamodb_table='];
    const init = ['init', '-input=false', '-no-color', `-backend-config=../${FOLDER}/backend.hcl`, ...here];
    expect(await run(...init)).toMatchObject({ code: 0 });
    expect(await run('apply', '-auto-approve', '-no-color')).toMatchObject({ code: 0 });
    expect(s3.writes.map(({ key }) => key)).toEqual([`${STATE}.tflock`, STATE]);
    for (const { encryption, kmsKey } of s3.writes) {
      expect(encryption).toBe('aws:kms');
      expect(kmsKey).toBe(`arn:aws:kms:us-west-2:${ACCOUNT}:alias/acgs2-terraform-state`);
    }
    expect([...s3.objects.keys()]).toEqual([STATE]);

    s3.put(
      `${STATE}.tflock`,
      JSON.stringify({ ID: '5e1f', Who: 'someone@elsewhere', Operation: 'OperationTypeApply' }),
    );
    const locked = await run('apply', '-auto-approve', '-no-color');
    expect(locked.code).toBe(1);
    expect(locked.stderr).toMatch(/Error acquiring the state lock[^]*someone@elsewhere/);
    expect(await run('force-unlock', '-force', '5e1f')).toMatchObject({ code: 0 });

    kit.write({ 'stack/main.tf': STACK.replace('first', 'second') });
    expect(await run('apply', '-auto-approve', '-no-color')).toMatchObject({ code: 0 });
    const [before, now] = s3.versions(STATE).map((text) => JSON.parse(text) as { serial: number });
    kit.write({ 'stack/restored.json': JSON.stringify({ ...before, serial: now!.serial + 1 }) });
    expect(await run('state', 'push', 'restored.json')).toMatchObject({ code: 0 });
    const { stdout } = await run('plan', '-no-color', '-input=false');
    expect(stdout).toMatch(/"first" -> "second"/);
  });

  it('is refused by an account that is not the answer’s', async () => {
    await using s3 = await s3Server('210987654321');
    kit.write({ 'other/backend.tf': kit.files[`${FOLDER}/backend.tf`]! });
    const args = ['init', '-input=false', '-no-color', `-backend-config=../${FOLDER}/backend.hcl`];
    const { code, stderr } = await runProgram(terraform, args, { cwd: `${kit.folder}/other`, env: s3.env });
    expect(code).toBe(1);
    expect(stderr).toContain('AWS account ID not allowed: 210987654321');
  });

  it('does what the backend block of the plan cannot: it has a variable in it', async () => {
    kit.write({ 'plan/main.tf': PLAN_BACKEND });
    const { code, stderr } = await runProgram(terraform, ['init', '-no-color'], {
      cwd: `${kit.folder}/plan`,
    });
    expect(code).toBe(1);
    expect(stderr).toContain(name === 'OpenTofu' ? 'Invalid reference' : 'Variables not allowed');
  });
});
