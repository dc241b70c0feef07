import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bench } from '../bench/bench.js';
import { type Registry, startRegistry } from '../bench/registry.js';
import { runProgram } from '../bench/run.js';
import { type Sigstore, startSigstore } from '../bench/sigstore.js';
import { project, type Project, type Report, statuses } from './project.js';

const REPOSITORY = 'https://github.com/acme/api';
const WORKFLOW = 'acme/api/.github/workflows/release.yml@refs/heads/main';

/** Claims of the job's tokens; those of the commit are known once it is made. */
const job: Record<string, unknown> = {};
let sigstore: Sigstore;
let registry: Registry;
let it: Project;
/** A job of GitHub Actions that may ask for tokens, and one that may not. */
let withIdentity: Record<string, string>;
let withoutIdentity: Record<string, string>;

beforeAll(async () => {
  [sigstore, registry] = await Promise.all([startSigstore(job), startRegistry()]);
  it = await project({
    key: false,
    more: 'sigstore:\n  trustedRoot: trusted_root.json\n  signingConfig: signing_config.json\n',
  });
  it.write({
    'trusted_root.json': readFileSync(sigstore.trustedRoot),
    'signing_config.json': readFileSync(sigstore.signingConfig),
  });
  const commit = await it.commit('a Sigstore of our own');
  await it.git('remote', 'add', 'origin', `${REPOSITORY}.git`);
  Object.assign(job, { sha: commit, workflow_sha: commit, job_workflow_sha: commit });
  withoutIdentity = {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/api',
    GITHUB_SHA: commit,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_WORKFLOW_REF: WORKFLOW,
    GITHUB_RUN_ID: '4242',
    GITHUB_RUN_ATTEMPT: '2',
    RUNNER_ENVIRONMENT: 'github-hosted',
  };
  withIdentity = { ...withoutIdentity, ...sigstore.oidc.jobEnv };
});
afterAll(async () => {
  await Promise.all([sigstore.stop(), registry.stop()]);
  it.remove();
});

const push = (...more: string[]): string[] => ['--push', '--registry', `${registry.address}/team`, ...more];
/** A command of the report, with the bench's cosign. */
const run = async (command: string) =>
  await runProgram('sh', ['-ec', command.replaceAll(/^cosign /gm, `${bench().tools.cosign3} `)], {
    cwd: it.folder,
  });

test('without --push an identity signs nothing, and nobody hears of the release', async () => {
  const before = sigstore.oidc.issued.length;
  const { code, report, stderr } = await it.release([], { env: withIdentity });
  expect(code, stderr).toBe(0);
  expect(report.signed).toBe(false);
  const sign = report.services[0]?.steps.find(({ id }) => id === 'sign');
  expect(sign).toMatchObject({
    status: 'skipped',
    reason: expect.stringMatching(/UNSIGNED.*--push only/) as string,
  });
  expect(sigstore.oidc.issued).toHaveLength(before);
});

test('a job without an identity does not push', async () => {
  const { code, report } = await it.release(push(), { env: withoutIdentity });
  expect(code).toBe(2);
  expect(report.error?.code).toBe('sign/no-signer');
});

test('the plan says who will be told', async () => {
  const planned = await it.acgs(['release', '--plan', ...push()], { env: withIdentity });
  expect(planned.code, planned.stderr).toBe(0);
  expect(planned.stdout).toMatch(/leaves this machine.*certificate authority/);
});

test('a job whose environment says otherwise than its identity builds nothing', async () => {
  const builds = join(it.folder, 'dist/release/api/image');
  rmSync(builds, { recursive: true, force: true });
  const env = { ...withIdentity, GITHUB_SHA: '2'.repeat(40), GITHUB_RUN_ID: '7' };
  const { code, report, stdout, stderr } = await it.release(push('--force'), { env });
  expect(code).toBe(2);
  expect(report.error?.code).toBe('identity/contradiction');
  expect(stderr).toMatch(/GITHUB_SHA is 2{40}, and the token says [0-9a-f]{40}; GITHUB_RUN_ID is 7/);
  for (const token of sigstore.oidc.issued)
    for (const part of token.split('.').slice(1)) expect(stdout + stderr).not.toContain(part);
  expect(existsSync(builds)).toBe(false);
});

test('a job signs as itself, and anybody can verify what the report says', async () => {
  const { code, report, stderr, stdout } = await it.release(push(), { env: withIdentity });
  expect(code, stderr).toBe(0);
  for (const token of sigstore.oidc.issued)
    for (const part of [token, ...token.split('.').slice(1)]) expect(stdout + stderr).not.toContain(part);
  expect(statuses(report)).toMatchObject({
    sign: 'passed',
    attest: 'passed',
    push: 'passed',
    verify: 'passed',
  });
  const signer = `${sigstore.oidc.jobIdentity} (${sigstore.oidc.github})`;
  const [service] = report.services as readonly (Report['services'][number] & {
    readonly verification: { readonly slsa: { readonly level: number; readonly why: string } };
  })[];
  expect(service?.verification).toMatchObject({ verified: true, signer, slsa: { level: 2 } });
  const commands = service?.howToVerify ?? [];
  expect(commands.map(({ title }) => title)).toEqual([
    expect.stringContaining('With acgs'),
    'With cosign 3',
    'The layout on disk, with acgs',
    'The bundles on disk, with cosign 3',
  ]);
  for (const { title, command } of commands) {
    const result = title.includes('acgs') ? await it.acgs(command.split(' ').slice(1)) : await run(command);
    expect(result.code, `${command}\n${result.stderr}`).toBe(0);
  }
});

test('released once more, everything is there: nothing is signed a second time', async () => {
  const { code, report, stderr } = await it.release(push(), { env: withIdentity });
  expect(code, stderr).toBe(0);
  expect(statuses(report)).toMatchObject({ sign: 'done', attest: 'done', push: 'done', verify: 'passed' });
});

test('where the certificate names another commit than the provenance, the build level is 1', async () => {
  it.write({ 'more.txt': 'more\n' });
  await it.commit('one more file');
  const { code, report, stderr } = await it.release(push(), { env: withIdentity });
  expect(code, stderr).toBe(0);
  expect(report.services[0]?.verification).toMatchObject({
    slsa: { level: 1, why: 'provenance and certificate differ in commit' },
  });
});

test('with the log down nothing is published', async () => {
  it.write({ 'more.txt': 'still more\n' });
  await it.commit('another image');
  await sigstore.rekor.stop();
  const empty = await startRegistry();
  const to = ['--push', '--registry', `${empty.address}/team`];
  const { code, report } = await it.release(to, { env: withIdentity });
  expect(code).toBe(1);
  expect(report.error?.code).toBe('service/unreachable');
  expect(statuses(report)).toMatchObject({ push: 'cancelled', tag: 'cancelled' });
  const catalog = (await (await fetch(`${empty.url}/v2/_catalog`)).json()) as {
    repositories: string[] | null;
  };
  expect(catalog.repositories ?? []).toEqual([]);
  await empty.stop();
});
