import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Digest } from '../../src/model/digest.js';
import { runCommand, runJson } from './run-command.js';
import { PASSWORD, workFolder } from './signed-folder.js';

let work: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  work = await workFolder();
});
afterAll(() => {
  work.leave();
});

const LAYOUT = ['--layout', 'image'];
const KEY = ['--key', 'cosign.key'];
const PUB = ['--key', 'cosign.pub'];
const IDENTITY = ['--certificate-identity', 'https://example.com/a'];
const ISSUER = ['--certificate-oidc-issuer', 'https://example.com'];

/** What a command line must end with. */
async function refuses(id: string, argv: readonly string[], exit: number, code: string): Promise<void> {
  const ran = await runJson(id, ...argv);
  expect({ exit: ran.exit, code: ran.document.error?.code, status: ran.document.status }).toEqual({
    exit,
    code,
    status: 'failed',
  });
  expect(ran.document.error?.exit).toBe(exit);
}

const blob = (digest: Digest): string => `image/blobs/sha256/${digest.slice(7)}`;

describe('before anything is signed', () => {
  it.each([
    ['no key', LAYOUT, 'sign/no-signer'],
    ['a missing key file', [...LAYOUT, '--key', 'nope.key'], 'key/not-found'],
    ['no image', KEY, 'usage/invalid'],
    ['an image and a layout', [...KEY, ...LAYOUT, 'ghcr.io/acme/api:1'], 'usage/invalid'],
    ['a layout that is not there', [...KEY, '--layout', 'nope'], 'source/not-found'],
    ['an annotation that is none', [...KEY, ...LAYOUT, '-a', 'novalue'], 'usage/invalid'],
    ['an unknown flag', [...KEY, ...LAYOUT, '--keyless'], 'usage/invalid'],
  ])('sign refuses %s with 2', async (_what, argv, code) => {
    await refuses('sign', argv, 2, code);
  });

  it('sign refuses a wrong password with 2, and says it nowhere', async () => {
    process.env['COSIGN_PASSWORD'] = 'canary-of-a-wrong-password';
    try {
      const { exit, stdout, stderr } = await runCommand('sign', ...KEY, ...LAYOUT, '--json');
      expect(exit).toBe(2);
      expect(stdout).toContain('"key/password"');
      expect(stdout + stderr).not.toContain('canary');
    } finally {
      process.env['COSIGN_PASSWORD'] = PASSWORD;
    }
  });

  it('an acgs.yaml that merely lies there signs nothing; one that is named does, relative to itself, unless a flag says who', async () => {
    mkdirSync('project');
    for (const name of ['acgs.yaml', 'project/acgs.yaml'])
      writeFileSync(name, 'version: 1\nsign: { key: ../cosign.key }\nservices: { a: { context: . } }\n');
    await refuses('sign blob', ['file.txt', '--bundle', 'none.json'], 2, 'sign/no-signer');
    rmSync('acgs.yaml');

    const config = ['--config', 'project/acgs.yaml'];
    const by = async (bundle: string, key: string): Promise<number> =>
      (await runJson('verify blob', 'file.txt', '--bundle', bundle, '--key', key)).exit;
    expect((await runJson('sign blob', 'file.txt', '--bundle', 'named.json', ...config)).exit).toBe(0);
    expect([await by('named.json', 'cosign.pub'), await by('named.json', 'other.pub')]).toEqual([0, 4]);
    const flag = ['--key', 'other.key'];
    expect((await runJson('sign blob', 'file.txt', '--bundle', 'flag.json', ...config, ...flag)).exit).toBe(
      0,
    );
    expect(await by('flag.json', 'other.pub')).toBe(0);
    await refuses('sign blob', ['file.txt', '--config', 'none.yaml'], 2, 'config/not-found');
    rmSync('project', { recursive: true });
  });

  it('verify finds nothing to verify: 4', async () => {
    await refuses('verify', [...LAYOUT, ...PUB], 4, 'verify/nothing');
  });

  it('provenance show finds none: 4', async () => {
    await refuses('provenance show', LAYOUT, 4, 'verify/nothing');
  });
});

describe('a signed image', () => {
  it('is signed once: a second time everything is there', async () => {
    const first = await runJson('sign', ...KEY, ...LAYOUT, '-r', '-a', 'env=prod', '-y');
    expect(first.exit).toBe(0);
    const outcomes = async (): Promise<unknown> => {
      const { document } = await runJson('sign', ...KEY, ...LAYOUT, '-r', '-a', 'env=prod');
      const [result] = document['results'] as { signatures: { outcome: string }[] }[];
      return result?.signatures.map(({ outcome }) => outcome);
    };
    expect(await outcomes()).toEqual(['present', 'present', 'present']);
  });

  it('verifies with its key: 0', async () => {
    const { exit, document } = await runJson('verify', ...LAYOUT, ...PUB, '--recursive', '-a', 'env=prod');
    expect(exit).toBe(0);
    const [result] = document['results'] as { subjects: unknown[]; verified: boolean }[];
    expect(result).toMatchObject({ verified: true });
    expect(result?.subjects).toHaveLength(3);
  });

  it.each(['--insecure-ignore-tlog', '--insecure-ignore-tlog=true', '--insecure-ignore-tlog=false'])(
    'accepts cosign’s %s beside a key',
    async (flag) => {
      expect((await runCommand('verify', flag, ...LAYOUT, ...PUB)).exit).toBe(0);
    },
  );

  it.each([
    ['neither key nor identity', [], 'verify/no-identity'],
    ['an identity without its issuer', IDENTITY, 'verify/no-identity'],
    ['an issuer without an identity', ISSUER, 'verify/no-identity'],
    ['a repository without its workflow', ['--github-repo', 'acme/api'], 'verify/no-identity'],
    ['a workflow without its repository', [...PUB, '--github-workflow', 'x.yml'], 'usage/invalid'],
    ['any workflow of no repository', [...PUB, '--any-workflow'], 'usage/invalid'],
    ['a key and an identity', [...PUB, ...IDENTITY, ...ISSUER], 'usage/invalid'],
    ['an identity without the log', [...IDENTITY, ...ISSUER, '--insecure-ignore-tlog'], 'usage/invalid'],
    ['a key file that is not there', ['--key', 'nope.pub'], 'key/not-found'],
    ['an age that is none', [...PUB, '--max-age', 'old'], 'usage/invalid'],
    ['a requirement that is none', [...PUB, '--require', 'sbom'], 'usage/invalid'],
  ])('verify refuses %s with 2', async (_what, argv, code) => {
    await refuses('verify', [...LAYOUT, ...argv], 2, code);
  });

  it.each([
    ['another key', ['--key', 'other.pub'], 'verify/failed'],
    ['an identity it does not have', [...IDENTITY, ...ISSUER], 'verify/failed'],
    ['another annotation', [...PUB, '-a', 'env=dev'], 'verify/failed'],
    ['evidence it does not have', [...PUB, '--require', 'vuln'], 'verify/failed'],
    ['a key that is none', ['--key', 'file.txt'], 'key/invalid'],
    ['an age that nobody vouches for', [...PUB, '--max-age', '1d'], 'verify/failed'],
  ])('is refused with 4 against %s', async (_what, argv, code) => {
    await refuses('verify', [...LAYOUT, ...argv], 4, code);
  });

  it('gives the reason of each refusal, for people too', async () => {
    const { stdout, stderr } = await runCommand('verify', ...LAYOUT, '--key', 'other.pub');
    expect(stdout).toContain('✗ not verified image@sha256:');
    expect(stdout).toContain('key/mismatch');
    expect(stderr).toMatch(/^error: .*\[verify\/failed\]\n {2}→ /);
  });

  it('says nothing but the error with --quiet', async () => {
    const good = await runCommand('verify', ...LAYOUT, ...PUB, '-q');
    expect(good).toEqual({ exit: 0, stdout: '', stderr: '' });
    const bad = await runCommand('verify', ...LAYOUT, '--key', 'other.pub', '-q');
    expect(bad.stdout).toBe('');
    expect(bad.stderr).not.toBe('');
  });

  it('is 4, naming what, when one byte of a layer was changed', async () => {
    const layer = work.image.platforms[0]?.layer;
    if (layer === undefined) throw new Error('the image has no layer');
    const before = readFileSync(blob(layer));
    writeFileSync(blob(layer), Buffer.from(before.map((byte, at) => (at === 3 ? byte ^ 1 : byte))));
    try {
      const { exit, stdout } = await runCommand('verify', ...LAYOUT, ...PUB, '--json');
      expect(exit).toBe(4);
      expect(stdout).toContain('evidence/tampered');
      expect(stdout).toContain(layer);
    } finally {
      writeFileSync(blob(layer), before);
    }
  });

  it('is attested, inspected, and its evidence required', async () => {
    const attested = await runJson(
      'attest',
      ...KEY,
      ...LAYOUT,
      '--type',
      'cyclonedx',
      '--predicate',
      'predicate.json',
    );
    expect(attested.exit).toBe(0);
    expect((await runJson('verify', ...LAYOUT, ...PUB, '--require', 'signature,cyclonedx')).exit).toBe(0);
    const { exit, document } = await runJson('inspect', ...LAYOUT);
    expect(exit).toBe(0);
    expect(document).toMatchObject({ results: [{ platforms: [{}, {}] }] });
    const text = await runCommand('inspect', ...LAYOUT);
    expect(text.stdout).toContain('not verified');
    expect(text.stdout).toContain(`acgs verify --key cosign.pub --layout image@${work.image.index}`);
  });

  it('shows provenance that was attached, as unverified', async () => {
    writeFileSync('slsa.json', JSON.stringify({ buildDefinition: { buildType: 'https://example.com/b' } }));
    await runCommand('attest', ...KEY, ...LAYOUT, '--type', 'slsaprovenance1', '--predicate', 'slsa.json');
    const { exit, document } = await runJson('provenance show', ...LAYOUT);
    expect(exit).toBe(0);
    expect(document).toMatchObject({ verified: false, provenance: [{}] });
    expect((await runCommand('provenance show', ...LAYOUT)).stdout).toMatch(
      /not verified[^]*example\.com\/b/,
    );
  });

  it.each([
    ['no type', ['--predicate', 'predicate.json'], 'usage/invalid'],
    ['a type that is none', ['--type', 'sbom', '--predicate', 'predicate.json'], 'usage/invalid'],
    ['a predicate that is not there', ['--type', 'vuln', '--predicate', 'nope.json'], 'source/not-found'],
    ['no key', ['--type', 'vuln', '--predicate', 'predicate.json'], 'sign/no-signer'],
  ])('attest refuses %s with 2', async (what, argv, code) => {
    await refuses('attest', [...LAYOUT, ...(what === 'no key' ? [] : KEY), ...argv], 2, code);
  });
});

describe('copy', () => {
  it('copies only what verifies', async () => {
    await refuses('copy', [...LAYOUT, 'oci:refused', '--key', 'other.pub'], 4, 'verify/failed');
    await refuses('copy', [...LAYOUT, 'oci:refused', '--require', 'signature'], 2, 'verify/no-identity');
    await refuses('copy', [...LAYOUT, 'oci:refused', '--any-workflow'], 2, 'usage/invalid');
    await expect(async () => readFileSync('refused/index.json')).rejects.toThrow('ENOENT');
    const { exit, document } = await runJson('copy', ...LAYOUT, 'oci:copied', ...PUB);
    expect({ exit, verified: document['verified'] }).toEqual({ exit: 0, verified: true });
    expect((await runJson('verify', '--layout', 'copied', ...PUB, '-r')).exit).toBe(0);
  });

  it.each([
    ['no destination', LAYOUT],
    ['nothing', []],
  ])('refuses %s with 2', async (_what, argv) => {
    await refuses('copy', argv, 2, 'usage/invalid');
  });
});
