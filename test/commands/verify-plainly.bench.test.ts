import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../bench/bench.js';
import { runAcgs, runOk, runProgram, type RunResult } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { FakeRegistry } from '../registry/fake-registry.js';
import { seedImage, testImage } from '../registry/images.js';

/** `acgs verify` past oclif (lib/plain) and through it: the same command line must come to the same end, word for word. */
const here = scratchFolder({ 'policy.yaml': 'version: 1\n', 'file.txt': 'a file\n' });
/** Holds a credential helper: programs in world-writable folders are not run. */
const bin = mkdtempSync(join(homedir(), '.acgs-helper-'));
const env = {
  PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
  DOCKER_CONFIG: here.folder,
  COSIGN_PASSWORD: 'a password',
  HOME: here.folder,
  TEST_KEY: undefined as string | undefined,
  // oclif warns of more in tests than users see
  NODE_ENV: undefined,
};
let registry: FakeRegistry;
/** Wants a password, which the helper knows. */
let guarded: FakeRegistry;

const GAVE_WAY = 'left to oclif\n';
const PLAINLY = `const [root, ...argv] = process.argv.slice(1);
const name = argv[1] === 'blob' ? 'verify-blob' : 'verify';
const { runCachedScript } = require(root + '/lib/plain/cached-script.cjs');
runCachedScript(root + '/lib/plain/' + name + '.cjs', 'test').exports.tryPlain(argv, root).then((done) => done || process.stdout.write(${JSON.stringify(GAVE_WAY)}));`;
const THROUGH_OCLIF = `const [root, ...argv] = process.argv.slice(1);
import(root + '/lib/cli.js').then(({ main }) => main(argv, root));`;

const run = (script: string, line: string): Promise<RunResult> =>
  runProgram(process.execPath, ['-e', script, '--', projectRoot, ...wordsOf(line)], {
    cwd: here.folder,
    env,
  });

/** `A` and `B` are signed images, `PLAIN` one that nobody signed, `GUARDED` lies in the other registry. */
function wordsOf(line: string): string[] {
  const names: Readonly<Record<string, string>> = {
    A: `${registry.host}/acme/a:1`,
    B: `${registry.host}/acme/b:1`,
    PLAIN: `${registry.host}/acme/plain:1`,
    GUARDED: `${guarded.host}/acme/guarded:1`,
  };
  return line.split(' ').map((word) => names[word] ?? word);
}

const acgs = async (...args: string[]): Promise<void> => {
  const { code, stderr } = await runAcgs(args, { cwd: here.folder, env });
  expect({ code, stderr }).toMatchObject({ code: 0 });
};

beforeAll(async () => {
  registry = await FakeRegistry.start();
  guarded = await FakeRegistry.start({ auth: { kind: 'basic', username: 'ann', password: 'a secret' } });
  seedImage(guarded, 'acme/guarded', testImage('guarded'), '1');
  here.write({ 'config.json': JSON.stringify({ credHelpers: { [guarded.host]: 'mine' } }) });
  const answer = JSON.stringify({ Username: 'ann', Secret: 'a secret' });
  writeFileSync(join(bin, 'docker-credential-mine'), `#!/bin/sh\nprintf '%s' '${answer}'\n`, { mode: 0o755 });
  for (const name of ['a', 'b', 'plain']) seedImage(registry, `acme/${name}`, testImage(name), '1');
  await acgs('keys', 'generate', '-q');
  await acgs('keys', 'generate', '--output-prefix', 'other', '-q');
  await acgs('sign', '--key', 'cosign.key', '-q', ...wordsOf('A B'));
  await acgs('sign', '--key', 'other.key', '--format', 'legacy', '-q', ...wordsOf('A'));
  await acgs('copy', '-q', ...wordsOf('A'), 'oci:layout');
  await runOk('tar', ['cf', 'layout.tar', '-C', 'layout', '.'], { cwd: here.folder });
  await acgs('sign', 'blob', '--key', 'cosign.key', '-q', 'file.txt', '--bundle', 'file.txt.sigstore.json');
  env.TEST_KEY = readFileSync(join(here.folder, 'cosign.pub'), 'utf8');
});
afterAll(async () => {
  here.remove();
  rmSync(bin, { recursive: true });
  await registry.close();
  await guarded.close();
});

describe('a plain command line', () => {
  it.each([
    'verify --key cosign.pub A',
    'verify --key cosign.pub A --json',
    'verify --key=cosign.pub -q A B',
    'verify --key cosign.pub B A B PLAIN missing.example:1/x A',
    'verify --key cosign.pub B A B --json',
    'verify --key env://TEST_KEY A',
    'verify --key env://NO_KEY A',
    'verify --key absent.pub A',
    'verify --key nokms://key A',
    'verify --key other.pub -v A',
    'verify --key other.pub B',
    'verify --key cosign.pub PLAIN --json',
    'verify --key cosign.pub 127.0.0.1:1/acme/api:1',
    'verify --key cosign.pub --offline registry.example/acme/api:1 A',
    'verify --key cosign.pub --layout layout',
    'verify --key cosign.pub --layout layout -r --deep --json',
    'verify --key cosign.pub --layout layout.tar',
    'verify --key cosign.pub --layout absent',
    'verify --key cosign.pub GUARDED',
    'verify --key cosign.pub --layout layout A',
    'verify --key cosign.pub --registry-token secret-token --registry-cacert absent.pem A',
    'verify --key cosign.pub',
    'verify A',
    'verify --key cosign.pub --require signature,cyclonedx A',
    'verify --key cosign.pub --require nonsense A',
    'verify --key cosign.pub -a build=7 A',
    'verify --key cosign.pub -a nonsense A',
    'verify --key cosign.pub --max-age 1d A',
    'verify --key cosign.pub --max-age soon A',
    'verify --key cosign.pub --require-tlog A',
    'verify --key cosign.pub --insecure-ignore-tlog A',
    'verify --key cosign.pub --insecure-ignore-tlog=true A',
    'verify --insecure-ignore-tlog A',
    'verify --certificate-identity me A',
    'verify --certificate-identity me --certificate-oidc-issuer https://issuer.example A',
    'verify --certificate-identity-regexp m. --certificate-oidc-issuer https://issuer.example A --json',
    'verify --certificate-identity-regexp ( --certificate-oidc-issuer https://issuer.example A',
    'verify --github-repo acme/api A',
    'verify --github-repo acme/api --github-workflow release.yml --trusted-root absent.json A',
    'verify --key cosign.pub --certificate-identity me A',
    'verify blob --key cosign.pub file.txt',
    'verify blob --key cosign.pub file.txt --json',
    'verify blob --key other.pub file.txt --bundle file.txt.sigstore.json',
    'verify blob --key cosign.pub absent.txt',
    'verify blob --key cosign.pub --batch absent.jsonl',
    'verify blob',
  ])('ends the same past oclif: %s', async (line) => {
    const [plainly, ordinary] = await Promise.all([run(PLAINLY, line), run(THROUGH_OCLIF, line)]);
    expect(plainly.stdout).not.toContain(GAVE_WAY);
    expect(plainly).toEqual(ordinary);
  });

  it('has a credential helper asked', async () => {
    const { code, stderr } = await run(PLAINLY, 'verify --key cosign.pub GUARDED');
    expect({ code, stderr }).toMatchObject({ code: 4, stderr: expect.stringContaining('[verify/nothing]') });
    expect(guarded.requests.some(({ headers }) => headers.authorization !== undefined)).toBe(true);
  });

  it('gives the images that are named twice in the order of the command line', async () => {
    const { stdout } = await run(PLAINLY, 'verify --key cosign.pub B A B --json');
    const { results } = JSON.parse(stdout) as { results: readonly { image: string }[] };
    expect(results.map(({ image }) => image.replace(/@.*/, ''))).toEqual(
      ['b', 'a', 'b'].map((name) => `${registry.host}/acme/${name}`),
    );
  });
});

describe('any other command line', () => {
  it.each([
    'verify --help',
    'verify --policy policy.yaml A',
    'verify --policy=policy.yaml A',
    'verify --nope A',
    'verify --key',
    'verify -qv --key cosign.pub A',
    'verify --insecure-ignore-tlog=perhaps A',
    'verify blob --help',
    'verify blob --policy policy.yaml file.txt',
  ])('is left to oclif before anything is done: %s', async (line) => {
    const before = registry.requests.length;
    expect(await run(PLAINLY, line)).toEqual({ code: 0, stdout: GAVE_WAY, stderr: '' });
    expect(registry.requests).toHaveLength(before);
    const [asRun, ordinary] = await Promise.all([
      runAcgs(wordsOf(line), { cwd: here.folder, env }),
      run(THROUGH_OCLIF, line),
    ]);
    expect(asRun).toMatchObject(ordinary);
  });

  it('is one with a variable that stands for a flag', async () => {
    const key = { ...env, ACGS_KEY: 'cosign.pub' };
    const args = ['-e', PLAINLY, '--', projectRoot, ...wordsOf('verify A')];
    const plainly = await runProgram(process.execPath, args, { cwd: here.folder, env: key });
    expect(plainly.stdout).toBe(GAVE_WAY);
    expect((await runAcgs(wordsOf('verify A'), { cwd: here.folder, env: key })).code).toBe(0);
  });
});
